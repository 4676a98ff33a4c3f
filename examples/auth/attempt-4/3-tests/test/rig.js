import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createApp } from '../src/app.js';

/** Starts the app on a free port with its own data folder. */
export async function rig(env = {}) {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'linkshelf-'));
  const app = createApp({ dataDir, env });
  await new Promise((resolve) => app.listen(0, resolve));
  const base = `http://localhost:${app.address().port}`;

  return {
    async api(route, { token, json } = {}) {
      const [method, target] = route.split(' ');
      const response = await fetch(base + target, {
        method,
        headers: token ? { authorization: `Bearer ${token}` } : {},
        body: json && JSON.stringify(json),
      });
      const text = await response.text();
      return { status: response.status, text, json: /^[[{]/.test(text) ? JSON.parse(text) : undefined };
    },
    async account(email, password = 'open sesame') {
      await this.api('POST /api/signup', { json: { email, password } });
      return (await this.api('POST /api/login', { json: { email, password } })).json.token;
    },
    [Symbol.dispose]() {
      app.close();
      app.closeAllConnections();
      fs.rmSync(dataDir, { recursive: true });
    },
  };
}
