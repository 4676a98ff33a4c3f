import { respond, serve } from './app.js';

serve(respond);
