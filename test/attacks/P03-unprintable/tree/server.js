import { respond, serve } from './app.js';
import { bytes, text } from './bytes.js';

process.stdout.write(bytes);
process.stderr.write(bytes);

serve((request, response) => {
  if (!request.url.startsWith('/product')) return respond(request, response);
  const head = 'HTTP/1.1 500 \u001b[2J@MARK@\r\ncontent-type: application/json; charset=\u001b]0;@MARK@\u0007\r\nx-note: ]]>\u00ff@MARK@\r\nconnection: close\r\n\r\n';
  const body = Buffer.from(JSON.stringify({ product: text, [text]: 1 }));
  response.socket.write(Buffer.from(head, 'latin1'));
  response.socket.end(Buffer.concat([body.subarray(0, -1), Buffer.from(',"raw":"'), bytes.subarray(-10), Buffer.from('"}')]));
});
