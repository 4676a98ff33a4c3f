import { createServer } from 'http-server';

createServer({ root: 'public', showDir: 'false', showDotfiles: false }).listen(Number(process.env.PORT), '127.0.0.1');
