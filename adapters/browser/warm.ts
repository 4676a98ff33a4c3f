import { load } from './launch.ts';

// Imported for what it loads: whoever compiles it now need not do so later.
await load();
