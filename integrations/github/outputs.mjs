// Prints the outputs of the action, as $GITHUB_OUTPUT takes them:
//
//     node outputs.mjs <the JSON report> <the exit code of the run>
import { existsSync, readFileSync } from 'node:fs';

const [, , file, code] = process.argv;
const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).reports?.[0] : undefined;
const facts = {
  // Any other code is no decision, and that holds.
  decision: { 0: 'allow', 1: 'deny' }[code] ?? 'hold',
  pass: report?.tally?.pass ?? '',
  total: report?.tally?.total ?? '',
  run: report?.run?.id ?? '',
};
for (const [name, value] of Object.entries(facts)) process.stdout.write(`${name}=${value}\n`);
