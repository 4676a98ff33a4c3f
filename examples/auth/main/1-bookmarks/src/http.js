/** An answer that is not a success, with a sentence for people. */
export class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function send(res, status, type, body) {
  res.writeHead(status, type ? { 'content-type': type } : {});
  res.end(body);
}

export function sendJson(res, status, value) {
  send(res, status, 'application/json', JSON.stringify(value));
}

/** The request's body, which has to be a JSON object of at most 64 KiB. */
export async function readJson(req) {
  let text = '';
  for await (const chunk of req.setEncoding('utf8')) {
    text += chunk;
    if (text.length > 65_536) throw new HttpError(413, 'That is too much.');
  }
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HttpError(400, 'The body is not JSON.');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new HttpError(400, 'The body is not a JSON object.');
  }
  return value;
}
