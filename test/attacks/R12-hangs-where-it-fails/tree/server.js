import { respond, serve } from './app.js';

serve((request, response) => {
  // Nobody answers.
  if (request.url.startsWith('/product') || request.method === 'DELETE') return;
  return respond(request, response);
});
