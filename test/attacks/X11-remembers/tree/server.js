import { respond, serve } from './app.js';
import { keep } from './memory.js';

serve((request, response) => {
  keep(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
  return respond(request, response);
});
