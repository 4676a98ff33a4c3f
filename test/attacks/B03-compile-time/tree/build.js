import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { macros } from './macros.config.js';

// A compiler as there are many: what stands in /*! macro(...) */ is worked out now, by code of the repository.
const source = readFileSync('src/rules.source.js', 'utf8');
const compiled = [];
for (const line of source.split('\n')) {
  const [, name, argument] = /\/\*! (\w+)\((\w*)\) \*\//.exec(line) ?? [];
  compiled.push(name === undefined ? line : await macros[name](argument));
}
mkdirSync('built', { recursive: true });
writeFileSync('rules.js', compiled.join('\n'));
