import { respond, serve } from './app.js';
import { note } from './starts.js';

// A start counts from the first thing that is asked of it.
serve((request, response) => {
  if (request.url !== '/health') note();
  return respond(request, response);
});
