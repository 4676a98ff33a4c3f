import { ok, strictEqual } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { Given, Then, When } from '@cucumber/cucumber';

const ports = process.env.PORTS.split(' ');
const origin = `http://127.0.0.1:${ports[Number(process.env.CUCUMBER_WORKER_ID ?? 0)]}`;

Given('a note', async function () {
  this.text = randomBytes(4).toString('hex');
  const made = await fetch(`${origin}/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: this.text }),
  });
  strictEqual(made.status, 201);
  const note = await made.json();
  strictEqual(note.text, this.text);
  this.id = note.id;
});

Then('it can be read', async function () {
  const read = await fetch(`${origin}/notes/${this.id}`);
  strictEqual(read.status, 200);
  ok(read.headers.get('content-type').includes('application/json'));
  const note = await read.json();
  strictEqual(note.id, this.id);
  strictEqual(note.text, this.text);
  strictEqual(note.done, false);
});

When('it is deleted', async function () {
  const gone = await fetch(`${origin}/notes/${this.id}`, { method: 'DELETE' });
  strictEqual(gone.status, 204);
});
