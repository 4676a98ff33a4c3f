import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import type { Toolchain } from '../model/cell.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';

/** What a Build's key must know of a toolchain: other versions, other build. */
export interface FoundToolchain {
  readonly toolchain: Toolchain;
  readonly versions: readonly string[];
}

/**
 * Finds the programs that a candidate may use besides the system's /usr: `node` is the judge's own with the npm that ran
 * it; another name is looked up in PATH; an absolute folder is bound as it is.
 */
export function findToolchain(names: readonly string[]): Result<FoundToolchain> {
  const parts: Part[] = [];
  for (const name of names) {
    const part = name === 'node' ? nodePart() : isAbsolute(name) ? folderPart(name) : programPart(name);
    if (part === undefined) {
      return fail(
        problem('no-toolchain', `the toolchain "${name}" was not found on this machine`, {
          fix: 'install it, or give the absolute path of its folder under candidate.toolchain',
        }),
      );
    }
    parts.push(part);
  }
  return ok({
    toolchain: {
      binds: parts.flatMap(({ binds }) => binds),
      links: parts.flatMap(({ links }) => links),
      path: parts.flatMap(({ path }) => path),
      hostPath: parts.flatMap(({ hostPath }) => hostPath),
    },
    versions: parts.map(({ version }) => version),
  });
}

interface Part extends Toolchain {
  readonly version: string;
}

const nothing: Toolchain = { binds: [], links: [], path: [], hostPath: [] };

function nodePart(): Part {
  const npm = npmFolder();
  const version =
    npm === undefined
      ? 'without npm'
      : String((JSON.parse(readFileSync(join(npm, 'package.json'), 'utf8')) as { version?: unknown }).version);
  const home = '/opt/node';
  return {
    binds: [
      { from: realpathSync(process.execPath), to: `${home}/bin/node` },
      ...(npm === undefined ? [] : [{ from: npm, to: `${home}/lib/node_modules/npm` }]),
    ],
    links:
      npm === undefined
        ? []
        : ['npm', 'npx'].map((name) => ({
            target: `../lib/node_modules/npm/bin/${name}-cli.js`,
            at: `${home}/bin/${name}`,
          })),
    path: [`${home}/bin`],
    // The folder that npm was installed to: the shell script beside its own code looks for itself beside node only.
    hostPath: [dirname(process.execPath), ...(npm === undefined ? [] : [join(npm, '../../../bin')])],
    version: `node ${process.version} npm ${version}`,
  };
}

/** The folder of the npm that runs us, else of the one in PATH. */
export function npmFolder(): string | undefined {
  const candidates = [
    process.env['npm_execpath'],
    ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'npm')),
    join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
  ];
  for (const path of candidates) {
    if (path === undefined || !existsSync(path)) continue;
    const folder = dirname(dirname(realpathSync(path)));
    if (existsSync(join(folder, 'bin/npm-cli.js'))) return folder;
  }
  return undefined;
}

function folderPart(path: string): Part | undefined {
  if (!existsSync(path)) return undefined;
  const bin = join(path, 'bin');
  const programs = existsSync(bin) ? [bin] : [path];
  return {
    ...nothing,
    binds: [{ from: realpathSync(path), to: path }],
    path: programs,
    hostPath: programs,
    version: path,
  };
}

/** What lives below /usr is there already; anything else brings the folder that its `bin` is in. */
function programPart(name: string): Part | undefined {
  const found = onPath(name);
  if (found === undefined) return undefined;
  const real = realpathSync(found);
  return real.startsWith('/usr/') ? { ...nothing, version: real } : folderPart(dirname(dirname(real)));
}

/** Absolute path of a program of the owner's. */
export const onPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
