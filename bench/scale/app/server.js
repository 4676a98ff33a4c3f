import { createServer } from 'node:http';

// Answers everything with nothing, after it has waited as long as it was told to.
const server = createServer((request, response) => response.end());
setTimeout(() => server.listen(process.env.PORT), Number(process.env.WAIT));
