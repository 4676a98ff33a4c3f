import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { root } from './docs.ts';

/** Lines and characters count from 0, as editors count. */
interface Position {
  readonly line: number;
  readonly character: number;
}

interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

interface Completion {
  readonly label: string;
  readonly insertText?: string;
  readonly documentation?: string | { readonly value: string };
}

/** yaml-language-server as an editor runs it: over stdin and stdout, told nothing but which files are open. */
export interface LanguageServer extends AsyncDisposable {
  /** Opens a file, which needs to exist by name only. */
  open(path: string, text: string): void;
  /** The same, and waits for what is wrong with it, which takes the server a fifth of a second. */
  diagnose(path: string, text: string): Promise<readonly Diagnostic[]>;
  complete(path: string, at: Position): Promise<readonly Completion[]>;
  /** The Markdown that an editor shows for what stands there. */
  hover(path: string, at: Position): Promise<string>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** Starts it. Nothing is looked up in a network: the catalogue of schemas is off. */
export async function languageServer(): Promise<LanguageServer> {
  const bin = join(root, 'node_modules/yaml-language-server/bin/yaml-language-server');
  const child = spawn(process.execPath, [bin, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const answers = new Map<number, (result: unknown) => void>();
  const diagnosed = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  readMessages(child, ({ id, method, params, result }) => {
    if (method === undefined && id !== undefined) answers.get(id)?.(result);
    // What the server asks of an editor (to be told of settings, of saved files) has no answer that matters here.
    else if (id !== undefined) write(child, { id, result: null });
    else if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: readonly Diagnostic[] };
      diagnosed.get(uri)?.(diagnostics);
    }
  });
  let lastId = 0;
  const ask = (method: string, params: object): Promise<unknown> => {
    const id = ++lastId;
    write(child, { id, method, params });
    return new Promise((resolve) => answers.set(id, resolve));
  };
  const markdown = { documentationFormat: ['markdown'], snippetSupport: true };
  await ask('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    capabilities: {
      textDocument: { completion: { completionItem: markdown }, hover: { contentFormat: ['markdown'] } },
    },
  });
  write(child, { method: 'initialized', params: {} });
  const yaml = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };
  write(child, { method: 'workspace/didChangeConfiguration', params: { settings: { yaml } } });
  const open = (path: string, text: string): void => {
    const textDocument = { uri: pathToFileURL(path).href, languageId: 'yaml', version: ++lastId, text };
    write(child, { method: 'textDocument/didOpen', params: { textDocument } });
  };
  return {
    open,
    diagnose(path, text) {
      const uri = pathToFileURL(path).href;
      const found = new Promise<readonly Diagnostic[]>((resolve) => diagnosed.set(uri, resolve));
      open(path, text);
      return found;
    },
    async complete(path, at) {
      const found = await ask('textDocument/completion', place(path, at));
      return (found as { readonly items: readonly Completion[] } | null)?.items ?? [];
    },
    async hover(path, at) {
      const found = await ask('textDocument/hover', place(path, at));
      return (found as { readonly contents: { readonly value: string } } | null)?.contents.value ?? '';
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}

const place = (path: string, position: Position) => ({ textDocument: { uri: pathToFileURL(path).href }, position });

function write(child: ChildProcess, message: Message): void {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  child.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function readMessages(child: ChildProcess, take: (message: Message) => void): void {
  let received = Buffer.alloc(0);
  child.stdout?.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const head = received.indexOf('\r\n\r\n');
      if (head === -1) return;
      const length = Number(/Content-Length: (\d+)/i.exec(received.toString('latin1', 0, head))?.[1]);
      const end = head + 4 + length;
      if (received.length < end) return;
      take(JSON.parse(received.toString('utf8', head + 4, end)) as Message);
      received = received.subarray(end);
    }
  });
}
