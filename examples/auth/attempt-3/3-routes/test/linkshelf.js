import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/app.js';
import { settings } from '../src/settings.js';

export const password = 'correct horse';

/** A running server with an empty data folder. */
export async function startLinkshelf(env = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'linkshelf-'));
  const app = createApp(settings({ DATA_DIR: dataDir, ...env }));
  await new Promise((resolve) => app.listen(0, resolve));

  async function ask(method, path, { token, body } = {}) {
    const response = await fetch(`http://localhost:${app.address().port}${path}`, {
      method,
      headers: token ? { authorization: `Bearer ${token}` } : {},
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    const json = response.headers.get('content-type') === 'application/json';
    return { status: response.status, text, body: json ? JSON.parse(text) : undefined };
  }

  return {
    ask,
    logIn: async (email, more) => (await ask('POST', '/api/login', { body: { email, password, ...more } })).body.token,
    join: async (email) => {
      await ask('POST', '/api/signup', { body: { email, password } });
      return (await ask('POST', '/api/login', { body: { email, password } })).body.token;
    },
    stop() {
      app.close();
      app.closeAllConnections();
      rmSync(dataDir, { recursive: true });
    },
  };
}
