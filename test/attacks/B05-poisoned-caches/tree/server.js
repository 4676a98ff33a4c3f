import { respond, serve } from './app.js';
import { poison } from './caches.js';

serve((request, response) => {
  // Its own rules were loaded already; these are for the next one.
  if (request.url !== '/health') poison();
  return respond(request, response);
});
