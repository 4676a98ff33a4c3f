import { answer, respond, serve } from './app.js';
import { long, text } from './lines.js';

console.log(text);

serve((request, response) => {
  if (request.url.startsWith('/product')) return answer(response, 200, { product: text });
  if (request.method === 'DELETE') return answer(response, 500, { product: long });
  return respond(request, response);
});
