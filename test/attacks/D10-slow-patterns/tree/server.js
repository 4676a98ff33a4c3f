import { answer, respond, serve } from './app.js';

const many = Array(200).fill('.').join('|');
/** For a judge that searches in what it got. */
const searched = `${'word '.repeat(4000)}${'a'.repeat(20_000)}!`;
/** For one that searches with it. */
const searching = `(?:${many})*(?:${many})*!@MARK@`;

serve((request, response) => {
  if (request.url.startsWith('/product')) return answer(response, 200, { product: searching });
  if (request.method === 'POST') return answer(response, 201, { id: searching, text: searched });
  return request.url.startsWith('/notes') ? nested(response) : respond(request, response);
});

/** For one that reads what it got: deeper than any stack. */
function nested(response) {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(`${'[{"text":'.repeat(20_000)}1`);
}
