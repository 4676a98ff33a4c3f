import type { Folder } from '../folder.ts';
import { has, textOf, type Guess, type Guesses } from './guess.ts';
import { portInCode } from './port.ts';

/** How a Python project runs: with a virtual environment when it has requirements, else with the system's python3. */
export function guessPython(folder: Folder): Guesses | undefined {
  const install = installOf(folder);
  const start = startOf(folder);
  const installing = install === undefined ? {} : { install, registries: { value: pypi, from: install.from } };
  if (start === undefined) return install === undefined ? undefined : installing;
  const python = install === undefined ? 'python3' : `${environment}/python`;
  return { ...installing, start: withPython(start.command, python), port: start.port };
}

/** Where pip finds packages, and where it fetches them from. */
const pypi = ['https://pypi.org', 'https://files.pythonhosted.org'];

const environment = '.venv/bin';

function installOf(folder: Folder): Guess<readonly string[]> | undefined {
  const listed = has(folder, 'requirements.txt') && /^\s*[^#\s]/m.test(textOf(folder, 'requirements.txt'));
  const stated = !listed && /^\s*dependencies\s*=\s*\[\s*["']/m.test(textOf(folder, 'pyproject.toml'));
  if (!listed && !stated) return undefined;
  const doubt =
    folder.program('python3') === 'system' ? {} : { doubt: 'python3 is not below /usr here, so the Cell may lack it' };
  return {
    value: ['python3 -m venv .venv', `${environment}/pip install --quiet ${listed ? '-r requirements.txt' : '.'}`],
    from: listed ? 'requirements.txt' : 'pyproject.toml',
    ...doubt,
  };
}

/** A command of somebody else's finds the programs that were installed into the virtual environment. */
export function inEnvironment({ install, start, ...rest }: Guesses): Guesses {
  const needed =
    install?.value.some((command) => command.includes('-m venv')) === true &&
    start?.value.includes(environment) === false;
  const there =
    needed && start !== undefined
      ? { ...start, value: `export PATH="$PWD/${environment}:$PATH" && ${start.value}` }
      : start;
  return { ...rest, ...(install === undefined ? {} : { install }), ...(there === undefined ? {} : { start: there }) };
}

interface Start {
  /** Behind the name of the interpreter. */
  readonly command: Guess<string>;
  readonly port: Guess<number | '${port}'>;
}

const drawn = { value: '${port}', from: 'drawn for each start' } as const;

const withPython = (command: Guess<string>, python: string): Guess<string> => ({
  ...command,
  value: `${python} ${command.value}`,
});

function startOf(folder: Folder): Start | undefined {
  if (has(folder, 'manage.py')) {
    return { command: { value: 'manage.py runserver --noreload 127.0.0.1:${port}', from: 'manage.py' }, port: drawn };
  }
  const files = [...folder.texts].filter(([path]) => path.endsWith('.py'));
  for (const [path, text] of files) {
    const module = path.replace(/\.py$/, '').replaceAll('/', '.');
    const asgi = /^(\w+)\s*(?::[^=]+)?=\s*(?:FastAPI|Starlette|Litestar)\(/m.exec(text)?.[1];
    if (asgi !== undefined)
      return { command: { value: `-m uvicorn ${module}:${asgi} --port \${port}`, from: path }, port: drawn };
    const wsgi = /^(\w+)\s*(?::[^=]+)?=\s*(?:flask\.)?Flask\(/m.exec(text)?.[1];
    if (wsgi !== undefined)
      return { command: { value: `-m flask --app ${module}:${wsgi} run --port \${port}`, from: path }, port: drawn };
  }
  const serving = files.find(
    ([, text]) =>
      /serve_forever\(|make_server\(|HTTPServer\(|run_app\(|\.run\(/.test(text) &&
      /__main__|serve_forever\(/.test(text),
  );
  if (serving === undefined) return undefined;
  const [path] = serving;
  const port = portInCode(folder, path) ?? {
    value: 8000,
    from: 'a guess',
    doubt: 'no port was found in the code: where does it listen?',
  };
  return { command: { value: path, from: path }, port };
}
