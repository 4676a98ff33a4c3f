import { ok, strictEqual } from 'node:assert';
import { randomBytes } from 'node:crypto';
import type { Agent } from 'node:http';
import request from 'supertest';

/** What a scenario of the vault says, by supertest. */
export async function keepNote(origin: string, agent: Agent): Promise<void> {
  const text = randomBytes(4).toString('hex');
  const made = await request(origin).post('/notes').agent(agent).send({ text });
  strictEqual(made.status, 201);
  strictEqual(made.body.text, text);
  const { id } = made.body;
  const read = await request(origin).get(`/notes/${id}`).agent(agent);
  strictEqual(read.status, 200);
  ok(read.headers['content-type']?.includes('application/json'));
  strictEqual(read.body.id, id);
  strictEqual(read.body.text, text);
  strictEqual(read.body.done, false);
  const gone = await request(origin).delete(`/notes/${id}`).agent(agent);
  strictEqual(gone.status, 204);
}

/** One after another, one for each of the numbers that are this part's. */
export const partOf = (index: number, of: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, nth) => nth).filter((nth) => nth % of === index);
