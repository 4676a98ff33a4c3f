import { answer, respond, serve } from './app.js';

const worker = `
  self.addEventListener('install', () => self.skipWaiting());
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener('fetch', (event) => {
    if (event.request.url.endsWith('/remembers')) event.respondWith(new Response('was'));
  });`;

serve((request, response) => {
  if (request.url === '/remembers') {
    // A browser asks again for what it may keep only by a word that it was given before.
    response.writeHead(200, { 'cache-control': 'max-age=9999999', etag: '"was"' });
    return response.end(request.headers['if-none-match'] === undefined ? '' : 'was');
  }
  if (request.url !== '/worker.js') return request.url.startsWith('/remembers') ? answer(response, 404, {}) : respond(request, response);
  response.writeHead(200, { 'content-type': 'text/javascript' });
  return response.end(worker);
});
