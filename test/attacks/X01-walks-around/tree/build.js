import { walkAround } from './walk.js';

walkAround();
