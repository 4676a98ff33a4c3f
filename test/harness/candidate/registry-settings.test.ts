import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { registrySettings } from '../../../harness/candidate/registry-settings.ts';

afterEach(() => vi.unstubAllEnvs());

/** The settings by an npm configuration of these lines, and these variables. */
async function settingsOf(npmrc: string, env: { readonly [name: string]: string }, named: readonly string[] = []) {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-npmrc-'));
  try {
    writeFileSync(join(dir, 'npmrc'), npmrc);
    const none = { HTTPS_PROXY: '', HTTP_PROXY: '', NO_PROXY: '', https_proxy: '', http_proxy: '', no_proxy: '' };
    const all = { ...none, npm_config_registry: '', npm_config_userconfig: join(dir, 'npmrc'), ...env };
    for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
    return await registrySettings(named);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe('what an install may reach', () => {
  it('is the owner’s registries, those of scopes too, and what the vault names; no credentials come along', async () => {
    const npmrc = `registry=https://npm.example.org:8443/all/
@shop:registry=http://10.0.0.5/shop/
//npm.example.org:8443/all/:_authToken=hunter3
//npm.example.org:8443/all/:_password=hunter4
`;
    const settings = await settingsOf(npmrc, {}, ['https://pypi.org', 'https://npm.example.org:8443/']);
    expect(settings).toMatchObject({
      ok: true,
      value: {
        registry: 'https://npm.example.org:8443/all/',
        hosts: [
          { host: 'npm.example.org', port: 8443 },
          { host: '10.0.0.5', port: 80 },
          { host: 'pypi.org', port: 443 },
        ],
        env: {
          npm_config_registry: 'https://npm.example.org:8443/all/',
          'npm_config_@shop:registry': 'http://10.0.0.5/shop/',
        },
      },
    });
    expect(JSON.stringify(settings)).not.toContain('hunter');
  });

  it('is reached through the machine’s own proxy, whose credentials stay out of the sandbox', async () => {
    const env = { HTTPS_PROXY: 'http://me:hunter2@proxy.example:3128', NO_PROXY: '.corp.example' };
    const settings = await settingsOf('registry=https://npm.example.org\n', env, ['https://pypi.corp.example']);
    expect(settings).toMatchObject({
      ok: true,
      value: {
        hosts: [
          { host: 'npm.example.org', port: 443, through: expect.stringContaining('proxy.example:3128') },
          { host: 'pypi.corp.example', port: 443 },
        ],
      },
    });
    if (settings.ok) expect(JSON.stringify(settings.value.env)).not.toContain('proxy.example');
  });

  it('can’t be behind a proxy that is none of http', async () => {
    const settings = await settingsOf('registry=https://npm.example.org\nhttps-proxy=socks5://p.example\n', {});
    expect(settings).toMatchObject({ ok: false, problems: [{ code: 'no-confinement', fix: expect.any(String) }] });
  });
});
