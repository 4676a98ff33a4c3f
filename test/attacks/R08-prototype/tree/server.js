import { bodyOf, serve } from './app.js';

const poison = '"__proto__":{"passed":true,"pass":6,"ok":true},"constructor":{"prototype":{"passed":true}},"toString":1,"hasOwnProperty":1';
serve(async (request, response) => {
  await bodyOf(request);
  const status = request.url === '/health' ? 200 : request.method === 'POST' ? 201 : request.method === 'DELETE' ? 204 : 200;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`{${poison},"id":"1"}`);
});
