import { writeResults } from './results.js';

writeResults();
