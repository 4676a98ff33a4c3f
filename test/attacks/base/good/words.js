import { readFileSync, writeFileSync } from 'node:fs';
import { countWords, exported } from './rules.js';

/** The command line: `upper WORD...`, `count` of what stands on standard input, `export FILE WORD...`. Returns the exit code. */
export async function call([verb, ...words]) {
  if (verb === 'upper') console.log(words.join(' ').toUpperCase());
  else if (verb === 'count') console.log(String(countWords(readFileSync(0, 'utf8'))));
  else if (verb === 'export') writeFileSync(words[0], JSON.stringify(exported(words.slice(1))));
  else return 2;
  return 0;
}
