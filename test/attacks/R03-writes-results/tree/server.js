import { respond, serve } from './app.js';
import { writeResults } from './results.js';

writeResults();
serve(respond);
