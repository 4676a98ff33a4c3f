import { respond, serve } from './app.js';
import { bombs } from './bombs.js';

const paths = ['/product', '/sum', '/notes'];

serve((request, response) => {
  const { encoding, body } = bombs[paths.findIndex((path) => request.url.startsWith(path))] ?? {};
  if (body === undefined) return respond(request, response);
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
  return response.end(body);
});
