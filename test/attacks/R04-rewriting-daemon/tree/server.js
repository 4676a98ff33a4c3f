import { respond, serve } from './app.js';
import './build.js';

serve(respond);
