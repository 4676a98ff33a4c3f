import { ok, strictEqual } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { Client } from 'undici';

/* The floor of what asks over HTTP at all: `bare-undici.mjs COUNT PORT...`, one connection to each port. */

async function keepNote(client) {
  const text = randomBytes(4).toString('hex');
  const headers = { 'content-type': 'application/json' };
  const made = await client.request({ method: 'POST', path: '/notes', headers, body: JSON.stringify({ text }) });
  strictEqual(made.statusCode, 201);
  const note = await made.body.json();
  strictEqual(note.text, text);
  const read = await client.request({ method: 'GET', path: `/notes/${note.id}` });
  strictEqual(read.statusCode, 200);
  ok(read.headers['content-type'].includes('application/json'));
  const same = await read.body.json();
  strictEqual(same.id, note.id);
  strictEqual(same.text, text);
  strictEqual(same.done, false);
  const gone = await client.request({ method: 'DELETE', path: `/notes/${note.id}` });
  strictEqual(gone.statusCode, 204);
  await gone.body.dump();
}

const [count, ...ports] = process.argv.slice(2);
await Promise.all(
  ports.map(async (port, index) => {
    const client = new Client(`http://127.0.0.1:${port}`);
    for (let nth = index; nth < Number(count); nth += ports.length) await keepNote(client);
    await client.close();
  }),
);
