import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../model/cell.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { placeOf, proxyFor, type RegistryHost } from './registry-hosts.ts';
import { npmFolder, onPath } from './toolchain.ts';

/** What an install is told of the owner's registries, and where they are. */
export interface RegistrySettings {
  /** URL of npm's registry, its own default included; nothing where there is no npm. */
  readonly registry?: string;
  /** npm settings that lead to the owner's registries; without any credentials. */
  readonly env: Environment;
  /** The only places that an install may reach, each once. */
  readonly hosts: readonly RegistryHost[];
}

/** @param named URLs of further registries, from the vault. The Problem is a proxy of the machine's that can't be used. */
export async function registrySettings(named: readonly string[]): Promise<Result<RegistrySettings>> {
  const settings = await npmSettings();
  const text = (name: string): string | undefined => {
    const value = settings[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const registry = withoutCredentials(text('registry'));
  const scoped = Object.keys(settings)
    .filter((name) => name.startsWith('@') && name.endsWith(':registry'))
    .flatMap((name) => {
      const url = withoutCredentials(text(name));
      return url === undefined ? [] : [[name, url] as const];
    });
  const urls = [...(registry === undefined ? [] : [registry]), ...scoped.map(([, url]) => url), ...named];
  const proxies = proxiesOf(settings, text);
  const found = new Map<string, RegistryHost>();
  for (const url of urls) {
    const place = placeOf(url);
    const through = proxyFor(url, proxies);
    if (place === undefined) continue;
    if (through !== undefined && !(URL.canParse(through) && new URL(through).protocol === 'http:')) {
      return fail(noProxyLike(url, through));
    }
    found.set(`${place.host}:${place.port}`, { ...place, ...(through === undefined ? {} : { through }) });
  }
  const cafile = text('cafile') ?? process.env['NODE_EXTRA_CA_CERTS'];
  return ok({
    ...(registry === undefined ? {} : { registry }),
    hosts: [...found.values()],
    env: {
      ...(registry === undefined ? {} : { npm_config_registry: registry }),
      ...Object.fromEntries(scoped.map(([name, url]) => [`npm_config_${name}`, url])),
      npm_config_update_notifier: 'false',
      npm_config_fund: 'false',
      npm_config_audit: 'false',
      ...(cafile === undefined ? {} : { NODE_EXTRA_CA_CERTS: cafile, SSL_CERT_FILE: cafile }),
    },
  });
}

const variable = (name: string): string | undefined =>
  [process.env[name], process.env[name.toUpperCase()]].find((value) => value !== undefined && value !== '');

/** npm's own settings come before the environment, as npm has it. */
function proxiesOf(
  settings: { readonly [name: string]: unknown },
  text: (name: string) => string | undefined,
): Parameters<typeof proxyFor>[1] {
  const https = text('https-proxy') ?? text('proxy') ?? variable('https_proxy');
  const http = text('proxy') ?? variable('http_proxy');
  const set = settings['noproxy'];
  const except = (Array.isArray(set) ? set.map(String) : [text('noproxy') ?? '']).filter((entry) => entry !== '');
  return {
    ...(http === undefined ? {} : { http }),
    ...(https === undefined ? {} : { https }),
    except: except.length > 0 ? except : (variable('no_proxy') ?? '').split(','),
  };
}

function noProxyLike(url: string, proxy: string) {
  const kind = URL.canParse(proxy) ? `${new URL(proxy).protocol}//` : 'this';
  return problem(
    'no-confinement',
    `${withoutCredentials(url) ?? url} is behind a kind of proxy that can't be gone through: ${kind}`,
    {
      fix: 'name an http:// proxy in HTTPS_PROXY, or exempt the registry in NO_PROXY',
    },
  );
}

/**
 * By the owner's npm with the owner's node, for what is set for all users stands beside that node; else by ours. Tokens
 * and passwords are not among what npm lists.
 */
async function npmSettings(): Promise<{ readonly [name: string]: unknown }> {
  const folder = npmFolder();
  const own = onPath('npm');
  const commands = [
    ...(own === undefined ? [] : [[own]]),
    ...(folder === undefined ? [] : [[process.execPath, join(folder, 'bin/npm-cli.js')]]),
  ];
  for (const [program = '', ...words] of commands) {
    const args = [...words, 'config', 'list', '--json'];
    const said = await promisify(execFile)(program, args, { cwd: '/', env: { ...process.env, ...quiet } }).catch(
      () => undefined,
    );
    const settings = said === undefined ? undefined : asObject(said.stdout);
    if (settings !== undefined) return settings;
  }
  return {};
}

/** npm writes a log, when it last looked for a newer one, and compiled code, unless it is told not to: asking leaves nothing. */
const quiet = {
  npm_config_cache: '/dev/null',
  npm_config_logs_max: '0',
  npm_config_update_notifier: 'false',
  NODE_DISABLE_COMPILE_CACHE: '1',
};

function asObject(text: string): { readonly [name: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function withoutCredentials(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}
