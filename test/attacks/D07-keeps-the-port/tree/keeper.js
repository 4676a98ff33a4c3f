import { answer, respond, serve } from './app.js';

process.title = 'keeper @MARK@';
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});

// It stays for a minute, and is good as long as those live that started it.
setTimeout(() => process.exit(), 60_000);
let asked = 0;
serve((request, response) => {
  if (request.url === '/health') return respond(request, response);
  asked += 1;
  return asked > 7 ? answer(response, 500, { of: 'another one' }) : respond(request, response);
});
