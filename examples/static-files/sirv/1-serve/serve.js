import { createServer } from 'node:http';
import sirv from 'sirv';

createServer(sirv('public', { etag: true })).listen(Number(process.env.PORT), '127.0.0.1');
