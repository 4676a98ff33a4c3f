import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { changeOf, holdPort, listenersIn } from '../../../harness/candidate/listeners.ts';

const titles =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                \n';

/** A row as the kernel prints it. */
const row = (local: string, state: string, inode: number): string =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 00000000770c3c03 100 0 0 10 0    \n`;

const none = (): ReadonlySet<string> => new Set();

async function listening(port = 0, host = '127.0.0.1'): Promise<Server> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  return server;
}

const closed = (server: Server): Promise<unknown> => new Promise((resolve) => server.close(resolve));

describe('the sockets that listen on a port', () => {
  const list =
    titles +
    row('0100007F:18EB', '0A', 11) +
    row('0200007F:18EB', '0A', 12) +
    row('0100007F:EB18', '0A', 13) +
    row('0100007F:0050', '0A', 14) +
    row('0100007F:18EB', '01', 15) +
    row('0100007F:18EB', '06', 0);

  it('are found on every address, and neither those of other ports nor the connected ones', () => {
    expect(listenersIn(list, 6379)).toEqual(['11', '12']);
    expect(listenersIn(list, 80)).toEqual(['14']);
    expect(listenersIn(list, 81)).toEqual([]);
    expect(listenersIn(titles, 80)).toEqual([]);
    expect(listenersIn('', 80)).toEqual([]);
  });

  it('are found in a list of IPv6', () => {
    const six = row('00000000000000000000000001000000:18EB', '0A', 21) + row(`${'0'.repeat(32)}:18EB`, '0A', 22);
    expect(listenersIn(titles + six, 6379)).toEqual(['21', '22']);
  });

  it('can’t be told when the list was cut among those that listen, and can when it was cut later', () => {
    const head = titles + row('0100007F:18EB', '0A', 11);
    const cut = row('0100007F:18EB', '0A', 12).slice(0, 20);
    expect(listenersIn(head + cut, 6379, (head + cut).length)).toBeUndefined();
    const later = head + row('0100007F:18EB', '01', 15) + cut;
    expect(listenersIn(later, 6379, later.length)).toEqual(['11']);
  });
});

describe('a program’s port', () => {
  it('is well while the same sockets listen there', () => {
    expect(changeOf(['1', '2'], ['2', '1'], none)).toBeUndefined();
    expect(changeOf([], [], none)).toBeUndefined();
  });

  it('is lost when one of them is gone, whatever listens in its place', () => {
    for (const now of [[], ['3'], ['2', '3']])
      expect(
        changeOf(['1', '2'], now, () => new Set(['1', '2', '3'])),
        now.join(),
      ).toBe('no longer listens where it did');
  });

  it('is shared when something listens there too, unless it is the program’s own', () => {
    expect(changeOf(['1'], ['1', '2'], none)).toBe('shares its port with something else');
    expect(changeOf([], ['2'], none)).toBe('shares its port with something else');
    expect(changeOf(['1'], ['1', '2'], () => new Set(['2']))).toBeUndefined();
    expect(changeOf(['1'], ['1', '2', '3'], () => new Set(['2']))).toBe('shares its port with something else');
  });

  it('is lost when nobody can look any more', () => {
    expect(changeOf(['1'], undefined, none)).toBe('can no longer be seen on its port');
  });
});

describe('a port that is held', () => {
  it('tells when its socket was closed, also when another listens there again', async () => {
    const server = await listening();
    const { port } = server.address() as AddressInfo;
    const moved = holdPort(process.pid, port);
    expect(moved()).toBeUndefined();
    await closed(server);
    expect(moved()).toBe('no longer listens where it did');
    const again = await listening(port);
    expect(moved()).toBe('no longer listens where it did');
    await closed(again);
  });

  it('may be listened on with more sockets by the same program', async () => {
    const server = await listening();
    const { port } = server.address() as AddressInfo;
    const moved = holdPort(process.pid, port);
    const more = await listening(port, '127.0.0.2');
    expect(moved()).toBeUndefined();
    await Promise.all([closed(server), closed(more)]);
  });

  it('finds nothing where there was no process to look through', () => {
    expect(holdPort(undefined, 80)()).toBeUndefined();
    expect(holdPort(2 ** 30, 80)()).toBeUndefined();
  });
});
