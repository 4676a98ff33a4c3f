import type { Folder } from '../folder.ts';
import { has, textOf, type Guess, type Guesses } from './guess.ts';
import { portInCode, portInCommand } from './port.ts';

interface Package {
  readonly name?: string;
  readonly main?: string;
  readonly scripts: { readonly [name: string]: string };
  readonly bin: { readonly [name: string]: string };
  readonly dependencies: readonly string[];
}

/** A package.json, as far as it has the form it should have. */
export function readPackage(folder: Folder): Package | undefined {
  let read: unknown;
  try {
    read = JSON.parse(textOf(folder, 'package.json'));
  } catch {
    return undefined;
  }
  if (typeof read !== 'object' || read === null) return undefined;
  const { name, main, scripts, bin, dependencies, devDependencies } = read as { readonly [key: string]: unknown };
  const ownBin =
    typeof bin === 'string' && typeof name === 'string' ? { [name.replace(/^@[^/]*\//, '')]: bin } : textsIn(bin);
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof main === 'string' ? { main } : {}),
    scripts: textsIn(scripts),
    bin: ownBin,
    dependencies: [...Object.keys(textsIn(dependencies)), ...Object.keys(textsIn(devDependencies))],
  };
}

function textsIn(value: unknown): { readonly [name: string]: string } {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

/** How an npm project runs, or a server in a single file. */
export function guessNode(folder: Folder): Guesses | undefined {
  const found = readPackage(folder) ?? { scripts: {}, bin: {}, dependencies: [] };
  const start = startOf(folder, found);
  const bin = start === undefined || Object.keys(found.bin).length > 0 ? binOf(found) : undefined;
  const install = installOf(folder, found);
  const build =
    'build' in found.scripts ? { build: { value: ['npm run build'], from: 'package.json, scripts.build' } } : {};
  const port = start === undefined ? undefined : portOf(folder, found, start.value);
  return {
    ...install,
    ...build,
    ...(start === undefined ? {} : { start }),
    ...(port === undefined ? {} : { port }),
    ...(bin === undefined ? {} : { bin }),
  };
}

function installOf(folder: Folder, { dependencies }: Package): Guesses {
  const locked = ['package-lock.json', 'npm-shrinkwrap.json'].find((path) => has(folder, path));
  if (dependencies.length === 0 && locked === undefined) return {};
  if (locked !== undefined) return { install: { value: ['npm ci'], from: locked } };
  for (const [lock, tool, command] of [
    ['pnpm-lock.yaml', 'pnpm', 'pnpm install --frozen-lockfile'],
    ['yarn.lock', 'yarn', 'yarn install --frozen-lockfile'],
  ] as const) {
    if (!has(folder, lock)) continue;
    const where = folder.program(tool);
    if (where === undefined)
      return {
        install: {
          value: ['npm install'],
          from: lock,
          doubt: `${tool} is not on this machine, so npm takes its place`,
        },
      };
    const toolchain = where === 'system' ? {} : { toolchain: { value: ['node', tool], from: lock } };
    const registries = tool === 'yarn' ? { registries: { value: ['https://registry.yarnpkg.com'], from: lock } } : {};
    return { ...toolchain, install: { value: [command], from: lock }, ...registries };
  }
  return { install: { value: ['npm install'], from: 'package.json, dependencies' } };
}

/** Commands that watch, or serve a page being worked on: what is left when there is no better one. */
const developing = /\b(nodemon|--watch|tsx watch|ts-node-dev|concurrently)\b/;

/** Commands that make files, and serve nothing. */
const makes =
  /^\s*(npx )?(tsc|rollup|esbuild|webpack|swc|babel|tsup|tsdown|sass|node --test|vitest|jest)\b(?!.*\bserve)/;

function startOf(folder: Folder, { scripts, main, bin, dependencies }: Package): Guess<string> | undefined {
  const name = ['start', 'start:prod', 'serve', 'server', 'preview'].find((script) => script in scripts);
  if (name !== undefined) return scriptGuess(name, scripts[name] ?? '');
  const own = main?.replace(/^\.\//, '');
  const named = folder.paths.filter((path) => /^(src\/)?(server|app|main|index)\.[cm]?[jt]s$/.test(path));
  const file = [...(own === undefined ? [] : [own]), ...named].find((path) => listensIn(textOf(folder, path)));
  if (file !== undefined && Object.keys(bin).length === 0)
    return { value: `node ${file}`, from: file === own ? 'package.json, main' : file };
  if ('dev' in scripts && !makes.test(scripts['dev'] ?? ''))
    return { ...scriptGuess('dev', scripts['dev'] ?? ''), doubt: 'a server for developing; is there another for use?' };
  if (dependencies.includes('vite') && 'build' in scripts)
    return { value: 'npx vite preview --host 127.0.0.1 --port ${port}', from: 'package.json, vite' };
  return undefined;
}

function scriptGuess(name: string, command: string): Guess<string> {
  const extra = /^(npx )?vite( preview)?( |$)/.test(command) ? ' -- --host 127.0.0.1 --port ${port}' : '';
  return {
    value: (name === 'start' ? 'npm start' : `npm run ${name}`) + extra,
    from: `package.json, scripts.${name}`,
    ...(developing.test(command) ? { doubt: 'it watches files; is there a command that only serves?' } : {}),
  };
}

const listensIn = (code: string): boolean => /\.listen\(|createServer\(|\bserve\(|Deno\.serve|Bun\.serve/.test(code);

/** Ports of frameworks that need none stated. All of them but the last ones read PORT. */
const defaults: readonly (readonly [name: string, port: number, readsPort: boolean])[] = [
  ['next', 3000, true],
  ['nuxt', 3000, true],
  ['react-scripts', 3000, true],
  ['fastify-cli', 3000, true],
  ['@nestjs/core', 3000, false],
  ['astro', 4321, false],
  ['@angular/cli', 4200, false],
  ['gatsby', 8000, false],
  ['vite', 5173, false],
];

function portOf(folder: Folder, { scripts, main, dependencies }: Package, start: string): Guesses['port'] {
  const script = /^npm (?:run )?(\S+)/.exec(start)?.[1] ?? '';
  const command = scripts[script] ?? start;
  if (start.includes('${port}')) return { value: '${port}', from: 'drawn for each start' };
  const stated = portInCommand(command, `package.json, scripts.${script}`);
  if (stated !== undefined) return stated;
  const framework = defaults.find(([name]) => dependencies.includes(name));
  if (framework !== undefined) {
    const [name, port, reads] = framework;
    return reads ? { value: '${port}', from: `${name}, which reads PORT` } : { value: port, from: `${name}'s default` };
  }
  const entry = /\b(?:node|tsx|ts-node|nodemon)\s+(?:-\S+\s+)*(\S+)/.exec(command)?.[1] ?? main;
  const inCode = portInCode(folder, entry?.replace(/^\.\//, ''));
  return inCode ?? { value: 3000, from: 'a guess', doubt: 'no port was found in the code: where does it listen?' };
}

function binOf({ bin }: Package): Guess<{ readonly [name: string]: string }> | undefined {
  const programs = Object.entries(bin).flatMap(([name, path]) => {
    const file = path.replace(/^\.\//, '');
    return /^[\w.-]+$/.test(name) ? [[name, `node ${/[/]|\.\w+$/.test(file) ? file : `./${file}`}`] as const] : [];
  });
  return programs.length === 0 ? undefined : { value: Object.fromEntries(programs), from: 'package.json, bin' };
}
