import { readdirSync, readFileSync } from 'node:fs';

console.log(process.argv.slice(3).join(' ').toUpperCase());
// Whoever called it, and what a Cell is kept open by. It is the first to know how that ended.
const isKeeper = (pid) => {
  try {
    return ['cat', 'bwrap'].includes(readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
  } catch {
    return false;
  }
};
const keepers = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isKeeper(name));
for (const pid of [...keepers.map(Number), process.ppid])
  if (pid > 1) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Somebody else's.
    }
  }
process.exit(0);
