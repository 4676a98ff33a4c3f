import { createServer } from 'node:http';

const todos = [];

const server = createServer(async (req, res) => {
  const answer = (status, value) => {
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(value));
  };

  if (req.url !== '/todos') return answer(404, { error: 'There is nothing here.' });
  if (req.method === 'GET') return answer(200, todos);
  if (req.method !== 'POST') return answer(405, { error: 'Only GET and POST.' });

  let body = '';
  for await (const chunk of req) body += chunk;
  let title;
  try {
    ({ title } = JSON.parse(body));
  } catch {
    return answer(400, { error: 'The body is not JSON.' });
  }
  if (typeof title !== 'string' || title.trim() === '') return answer(400, { error: 'A todo needs a title.' });

  const todo = { id: todos.length + 1, title, done: false };
  todos.push(todo);
  answer(201, todo);
});

server.listen(3000, () => console.log('http://localhost:3000/todos'));
