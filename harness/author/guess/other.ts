import type { Folder } from '../folder.ts';
import { has, textOf, type Guesses } from './guess.ts';
import { portInCode } from './port.ts';

const listens = /ListenAndServe|net\.Listen|\.Run\(|TcpListener|bind\(|axum|actix|rocket/;

/** A Go module with its program at the top. */
export function guessGo(folder: Folder): Guesses | undefined {
  if (!has(folder, 'go.mod')) return undefined;
  const serves = [...folder.texts].some(([path, text]) => path.endsWith('.go') && listens.test(text));
  const name = /^module\s+(?:\S*\/)?([\w.-]+)\s*$/m.exec(textOf(folder, 'go.mod'))?.[1] ?? 'app';
  const shared = {
    ...toolchainOf(folder, 'go'),
    ...(has(folder, 'go.sum')
      ? {
          install: { value: ['go mod download'], from: 'go.sum' },
          registries: { value: ['https://proxy.golang.org', 'https://sum.golang.org'], from: 'go.sum' },
        }
      : {}),
    build: { value: ['go build -o ./holdout-app .'], from: 'go.mod', ...missing(folder, 'go') },
  };
  return serves
    ? { ...shared, ...served(folder, './holdout-app') }
    : { ...shared, bin: { value: { [name]: './holdout-app' }, from: 'go.mod' } };
}

/** A Rust crate with one program. */
export function guessCargo(folder: Folder): Guesses | undefined {
  const name = /^\s*name\s*=\s*"([\w-]+)"/m.exec(textOf(folder, 'Cargo.toml'))?.[1];
  if (name === undefined) return undefined;
  const serves = [...folder.texts].some(([path, text]) => path.endsWith('.rs') && listens.test(text));
  const program = `./target/release/${name}`;
  const shared = {
    ...toolchainOf(folder, 'cargo'),
    install: { value: ['cargo fetch'], from: 'Cargo.toml' },
    registries: { value: ['https://index.crates.io', 'https://static.crates.io'], from: 'Cargo.toml' },
    build: { value: ['cargo build --release --offline'], from: 'Cargo.toml', ...missing(folder, 'cargo') },
  };
  return serves
    ? { ...shared, ...served(folder, program) }
    : { ...shared, bin: { value: { [name]: program }, from: 'Cargo.toml' } };
}

const toolchainOf = (folder: Folder, tool: string): Guesses =>
  folder.program(tool) === 'path' ? { toolchain: { value: [tool], from: `where this machine has ${tool}` } } : {};

const missing = (folder: Folder, tool: string): { readonly doubt?: string } =>
  folder.program(tool) === undefined
    ? { doubt: `${tool} is not on this machine: install it, or name its folder under toolchain` }
    : {};

function served(folder: Folder, program: string): Guesses {
  const port = portInCode(folder, undefined) ?? {
    value: 8080,
    from: 'a guess',
    doubt: 'no port was found in the code: where does it listen?',
  };
  return { start: { value: program, from: 'what is built' }, port };
}

/** Pages without a server: the machine's Python serves them. */
export function guessPages(folder: Folder): Guesses | undefined {
  const dir = ['', 'public', 'static', 'site', 'www'].find((each) =>
    has(folder, each === '' ? 'index.html' : `${each}/index.html`),
  );
  if (dir === undefined) return undefined;
  const where = dir === '' ? '' : ` --directory ${dir}`;
  const from = dir === '' ? 'index.html, and no server' : `${dir}/index.html, and no server`;
  const lacking =
    folder.program('python3') === 'system'
      ? {}
      : { doubt: 'python3 is not below /usr here: any server of files will do' };
  return {
    start: { value: `python3 -m http.server --bind 127.0.0.1${where} \${port}`, from, ...lacking },
    port: { value: '${port}', from: 'drawn for each start' },
  };
}
