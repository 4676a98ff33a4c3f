// Installs the Debian packages that Holdout needs and the machine lacks. Plain JavaScript for any Node; says nothing when
// there is nothing to do. Commands that need it run it first; it may also be run by itself: node scripts/setup.mjs
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Package by the program that shows it is there. */
const needed = { bwrap: 'bubblewrap', git: 'git', nsenter: 'util-linux', mount: 'mount' };

const missing = Object.entries(needed)
  .filter(
    ([program]) => !['/usr/bin', '/bin', '/usr/sbin', '/sbin'].some((folder) => existsSync(`${folder}/${program}`)),
  )
  .map(([, name]) => name);

if (missing.length > 0) process.exitCode = install(missing);

function install(packages) {
  const line = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const become = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const may = existsSync('/usr/bin/apt-get') && (become.length === 0 || runs(['sudo', '-n', 'true']));
  if (!may) {
    process.stderr.write(
      `Holdout confines candidates with ${packages.join(' and ')}, not installed here. Please run:\n  sudo ${line}\n`,
    );
    return 1;
  }
  process.stderr.write(`installing ${packages.join(', ')} ...\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // An old package list is tried first: refreshing it is the slower half.
  if (runs([...become, ...line.split(' ')], env)) return 0;
  runs([...become, 'apt-get', 'update', '-qq'], env);
  const last = spawnSync([...become, ...line.split(' ')].join(' '), { shell: true, env, encoding: 'utf8' });
  if (last.status === 0) return 0;
  process.stderr.write(`${last.stderr.trim()}\nPlease run:\n  sudo ${line}\n`);
  return 1;
}

function runs([program, ...args], env = process.env) {
  return spawnSync(program, args, { env, stdio: 'ignore' }).status === 0;
}
