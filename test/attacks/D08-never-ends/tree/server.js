import { respond, serve } from './app.js';

const ways = {
  '/sum'(request, response) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    every(400, response, () => response.write('d'));
  },
  '/product'(request, response) {
    every(1, response, () => response.socket.write('HTTP/1.1 103 Early Hints\r\nlink: </@MARK@>\r\n\r\n'));
  },
  '/notes'(request, response) {
    response.socket.write('HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n');
    every(1, response, () => response.socket.write(`x-@MARK@-${Math.random()}: ${'h'.repeat(2000)}\r\n`));
  },
};

serve((request, response) => {
  const way = Object.keys(ways).find((path) => request.url.startsWith(path));
  return way === undefined ? respond(request, response) : ways[way](request, response);
});

/** For a minute at most. */
function every(ms, response, act) {
  const timer = setInterval(act, ms);
  const end = () => clearInterval(timer);
  setTimeout(end, 60_000);
  response.socket.on('error', end).on('close', end);
}
