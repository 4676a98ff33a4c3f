import { answer, respond, serve } from './app.js';
import { text } from './texts.js';

console.error(text);
console.log(text);

serve((request, response) => {
  if (request.url.startsWith('/product')) {
    response.setHeader('x-note', text.replaceAll('\n', ' '));
    return answer(response, 500, { product: text, [text]: text });
  }
  return respond(request, response);
});
