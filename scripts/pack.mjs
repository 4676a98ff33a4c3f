// `npm pack` and `npm publish` run this before (`prepack`) and after (`postpack`): the published package brings no Node of
// its own, needs no developer's tools, and so has a package.json without them.
import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const [, , when] = process.argv;
const file = 'package.json';
const kept = '.package.json.kept';

if (when === 'before') {
  if (!existsSync(kept)) copyFileSync(file, kept);
  const ours = new Set(['optionalDependencies', 'devDependencies', 'scripts']);
  const published = Object.fromEntries(
    Object.entries(JSON.parse(readFileSync(kept, 'utf8'))).filter(([key]) => !ours.has(key)),
  );
  writeFileSync(file, `${JSON.stringify(published, null, 2)}\n`);
} else if (existsSync(kept)) {
  renameSync(kept, file);
}
