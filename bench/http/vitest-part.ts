import { Agent } from 'node:http';
import { afterAll, it } from 'vitest';
import { keepNote, partOf } from './note.ts';

/** The tests of one file, which one worker runs, on an application of its own. */
export function definePart(index: number): void {
  const ports = (process.env['PORTS'] ?? '').split(' ');
  const agent = new Agent({ keepAlive: true });
  afterAll(() => agent.destroy());
  it.for(partOf(index, ports.length, Number(process.env['COUNT'])))('Note %i is kept until it is deleted', () =>
    keepNote(`http://127.0.0.1:${ports[index]}`, agent),
  );
}
