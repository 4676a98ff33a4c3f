import { createServer } from 'node:http';

// Answers everything with nothing: what is left of a trial is the judge's own work.
createServer((request, response) => response.end()).listen(process.env.PORT);
