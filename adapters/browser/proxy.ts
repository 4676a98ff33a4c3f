import { createServer, type Server, type Socket } from 'node:net';
import type { Address, Cell } from '../../harness/model/cell.ts';
import { MachineTrouble } from '../../harness/model/problem.ts';

/*
 * The browser's one way out: a SOCKS 5 server (RFC 1928) that connects to the loopback of the Cell of the Trial, and to
 * nothing else. The names that a page asks for are not looked up anywhere.
 */

const VERSION = 5;
const NO_LOGIN = 0;
const CONNECT = 1;
const succeeded = 0;
const unreachable = 4;
const refused = 5;
/** The longest request: four bytes, a name of up to 255 with its length, a port. */
const LONGEST = 262;

/** Milliseconds in which it has to be said where to. */
const ASK_MS = 10_000;

let cell: Cell | undefined;
let trouble: MachineTrouble | undefined;

/** From now on pages lead to this Cell. A process acts in one at a time. */
export function leadTo(next: Cell): void {
  cell = next;
  trouble = undefined;
}

/** @throws MachineTrouble when a page could not be shown for what is our own side's. */
export function throwTrouble(): void {
  if (trouble !== undefined) throw trouble;
}

/** Listens at a free port of this process's own loopback, and keeps nobody from ending. */
export async function openProxy(): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const server = createServer({ noDelay: true }, (client) => void serve(client));
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  return server.unref();
}

async function serve(client: Socket): Promise<void> {
  // Its end is seen by who reads it.
  client.on('error', () => {});
  client.setTimeout(ASK_MS, () => client.destroy());
  const greeted = await read(client, sizeOfGreeting);
  if (greeted?.[0] !== VERSION) return void client.destroy();
  client.write(Buffer.of(VERSION, NO_LOGIN));
  const asked = await read(client, sizeOfRequest);
  if (asked === undefined) return void client.destroy();
  const to = addressOf(asked);
  if (to === undefined || cell === undefined) return answer(client, unreachable);
  try {
    const server = await cell.connect(to);
    // A page that was cut off must not look like one that ended.
    server.on('error', () => client.resetAndDestroy());
    if (client.destroyed) return void server.destroy();
    client.setTimeout(0);
    client.on('error', () => server.destroy());
    answer(client, succeeded);
    client.pipe(server).pipe(client);
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
  } catch (error) {
    if (error instanceof MachineTrouble) trouble ??= error;
    answer(client, refused);
  }
}

function answer(client: Socket, word: number): void {
  const reply = Buffer.of(VERSION, word, 0, 1, 0, 0, 0, 0, 0, 0);
  if (word === succeeded) client.write(reply);
  else client.end(reply);
}

/** One message, whose beginning tells its size; nothing when it doesn't come. */
async function read(client: Socket, sizeOf: (bytes: Buffer) => number): Promise<Buffer | undefined> {
  let bytes = Buffer.alloc(0);
  const { promise, resolve } = Promise.withResolvers<Buffer | undefined>();
  const more = (): void => {
    for (;;) {
      const wanted = sizeOf(bytes) - bytes.length;
      if (wanted <= 0) return resolve(bytes);
      const chunk = client.read(wanted) as Buffer | null;
      if (chunk === null || bytes.length > LONGEST) return;
      bytes = Buffer.concat([bytes, chunk]);
    }
  };
  const gone = (): void => resolve(undefined);
  client.on('readable', more).once('close', gone);
  more();
  const message = await promise;
  client.off('readable', more).off('close', gone);
  return message;
}

/** Bytes of a greeting, as far as what is there tells: of what is none, what has come. */
function sizeOfGreeting([version = VERSION, methods = 0]: Buffer): number {
  return version === VERSION ? 2 + methods : 0;
}

/** Bytes of a request, as far as what is there tells. */
function sizeOfRequest(bytes: Buffer): number {
  const [, , , kind, length] = bytes;
  if (length === undefined) return 5;
  return { 1: 4 + 4 + 2, 3: 5 + length + 2, 4: 4 + 16 + 2 }[kind ?? 0] ?? 5;
}

/** Where in the Cell; nothing for what is elsewhere. Browsers send the numbers of a URL as a name. */
function addressOf(request: Buffer): Address | undefined {
  const [, command, , kind] = request;
  const port = request.readUInt16BE(request.length - 2);
  const name = request.subarray(kind === 3 ? 5 : 4, -2);
  if (command !== CONNECT) return undefined;
  const text = kind === 3 ? name.toString('latin1') : kind === 1 ? name.join('.') : inWords(name);
  if (text === '::1') return { host: text, port };
  return /^(127(\.\d+){3}|(.+\.)?localhost\.?)$/.test(text) ? { host: '127.0.0.1', port } : undefined;
}

const inWords = (address: Buffer): string => (address.equals(loopback6) ? '::1' : '');
const loopback6 = Buffer.of(...Array.from({ length: 15 }, () => 0), 1);
