import { send } from './body.js';
import { find } from './find.js';
import { rangeIn } from './range.js';
import { typeOf } from './types.js';
import { isUnchanged } from './unchanged.js';

/** What was sent on a connection, by its address. */
const connections = new WeakMap();

/** Answers a GET or HEAD; once it is known what to send for an address, it is sent again. */
export async function answer(request, response) {
  const kept = connections.get(request.socket) ?? new Map();
  connections.set(request.socket, kept);
  const known = kept.get(request.url);
  if (known !== undefined) return repeat(known, request, response);

  const { file, stats, status, headers } = await find(request.url);
  if (file === undefined) return response.writeHead(status, headers).end();

  const validators = {
    ETag: `"${stats.size.toString(16)}-${Math.trunc(stats.mtimeMs).toString(16)}"`,
    'Last-Modified': stats.mtime.toUTCString(),
  };
  if (isUnchanged(request.headers, validators)) return response.writeHead(304, validators).end();

  // A range is a part of what GET would send; HEAD has none.
  const range = request.method === 'GET' ? rangeIn(request.headers, validators, stats.size) : undefined;
  if (range === 'outside') return response.writeHead(416, { 'Content-Range': `bytes */${stats.size}` }).end();
  const { first, last } = range ?? { first: 0, last: stats.size - 1 };
  const fields = {
    ...validators,
    'Accept-Ranges': 'bytes',
    'Content-Type': typeOf(file),
    'Content-Length': last - first + 1,
    ...(range && { 'Content-Range': `bytes ${first}-${last}/${stats.size}` }),
  };
  const sent = { code: range === undefined ? 200 : 206, fields, file, first, last };
  kept.set(request.url, sent);
  repeat(sent, request, response);
}

function repeat({ code, fields, file, first, last }, request, response) {
  response.writeHead(code, fields);
  if (request.method === 'HEAD' || fields['Content-Length'] === 0) return response.end();
  send(file, first, last, response);
}
