import { respond, serve } from './app.js';

const piece = Buffer.alloc(65_536, 'flood @MARK@ ');
const until = Date.now() + 10_000;
let left = 16_384;

serve((request, response) => {
  if (request.url.startsWith('/product')) for (const stream of [process.stdout, process.stderr]) flood(stream);
  return respond(request, response);
});

/** At most 1 GiB in 10 s, as fast as it is taken. */
function flood(stream) {
  while (left-- > 0 && Date.now() < until) if (!stream.write(piece)) return stream.once('drain', () => flood(stream));
}
