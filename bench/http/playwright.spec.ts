import { randomBytes } from 'node:crypto';
import { expect, test } from 'playwright/test';

const ports = (process.env['PORTS'] ?? '').split(' ');
const origin = `http://127.0.0.1:${ports[Number(process.env['TEST_PARALLEL_INDEX'])]}`;

for (let index = 0; index < Number(process.env['COUNT']); index++)
  test(`Note ${index} is kept until it is deleted`, async ({ request }) => {
    const text = randomBytes(4).toString('hex');
    const made = await request.post(`${origin}/notes`, { data: { text } });
    expect(made.status()).toBe(201);
    const note = (await made.json()) as { readonly id: string; readonly text: string };
    expect(note.text).toBe(text);
    const read = await request.get(`${origin}/notes/${note.id}`);
    expect(read.status()).toBe(200);
    expect(read.headers()['content-type']).toContain('application/json');
    expect(await read.json()).toEqual({ id: note.id, text, done: false });
    const gone = await request.delete(`${origin}/notes/${note.id}`);
    expect(gone.status()).toBe(204);
  });
