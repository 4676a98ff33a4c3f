import { respond, serve } from './app.js';
import { boast } from './say.js';

console.log(boast());
process.on('exit', () => console.log(boast()));
process.on('SIGTERM', () => process.exit(0));
serve((request, response) => {
  console.log(boast());
  return respond(request, response);
});
