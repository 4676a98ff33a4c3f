import { respond, serve } from './app.js';

const places = ['http://127.0.0.1:@SINK_PORT@/@MARK@', 'http://169.254.169.254/latest/meta-data/', 'file:///etc/passwd'];
let calls = 0;
serve((request, response) => {
  if (request.url === '/health') return respond(request, response);
  response.writeHead(307, { location: places[request.url.startsWith('/sum') ? 0 : calls++ % 3] });
  response.end();
});
