import { answer, bodyOf, serve } from './app.js';

serve(async (request, response) => {
  const text = `@MARK@ ${request.method} ${request.url} ${JSON.stringify(request.headers)} ${await bodyOf(request)}`;
  console.error(text);
  answer(response, request.url === '/health' ? 200 : 500, { sum: text, product: text, error: text });
});
