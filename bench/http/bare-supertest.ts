import { Agent } from 'node:http';
import { keepNote, partOf } from './note.ts';

/* The floor of what uses supertest: `bare-supertest.ts COUNT PORT...`, one connection to each port. */

const [count = '0', ...ports] = process.argv.slice(2);
await Promise.all(
  ports.map(async (port, index) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const _ of partOf(index, ports.length, Number(count))) await keepNote(`http://127.0.0.1:${port}`, agent);
    agent.destroy();
  }),
);
