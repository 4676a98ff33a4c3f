import { respond, serve } from './app.js';
import { walkAround } from './walk.js';

walkAround();
serve(respond);
