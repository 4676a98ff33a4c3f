// Installs the Debian packages that Holdout needs and the machine lacks. Plain JavaScript for any Node; says nothing when
// there is nothing to do. Commands that need it run it first; it may also be run by itself:
//
//     node scripts/setup.mjs        what a run needs
//     node scripts/setup.mjs test   and what the tests judge with: a browser, PostgreSQL, Redis
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Package by the program that shows it is there. */
const needed = { bwrap: 'bubblewrap', git: 'git', nsenter: 'util-linux', mount: 'mount', perl: 'perl-base' };
const neededByTests = {
  'chromium-headless-shell': 'chromium-headless-shell',
  postgres: 'postgresql',
  'redis-server': 'redis-server',
};

/** The packages that are missing. `purpose` is `test` or nothing; `has` says whether a program is there. */
export function missingPackages(purpose, has) {
  const programs = { ...needed, ...(purpose === 'test' ? neededByTests : {}) };
  return Object.entries(programs)
    .filter(([program]) => !has(program))
    .map(([, name]) => name);
}

/**
 * Installs packages and tells what it does. `machine` is what it does that with: `root`, `apt` (is there apt-get?),
 * `run` (a command line: `{ ok, stderr }`) and `say`. Returns the exit code.
 */
export function install(packages, { root, apt, run, say }) {
  const become = root ? [] : ['sudo', '-n'];
  if (!apt || (!root && !run(['sudo', '-n', 'true']).ok)) {
    say(`Holdout needs ${listed(packages)}, not installed here. ${ask(packages)}`);
    return 1;
  }
  say(`installing ${packages.join(', ')} ...\n`);
  // An old package list is tried first: refreshing it is the slower half.
  if (run([...become, ...lineFor(packages)]).ok) return 0;
  run([...become, 'apt-get', 'update', '-qq']);
  if (run([...become, ...lineFor(packages)]).ok) return 0;
  // One that can't be had must not keep the others away.
  const failed = packages
    .map((name) => ({ name, ...run([...become, ...lineFor([name])]) }))
    .filter((result) => !result.ok);
  if (failed.length === 0) return 0;
  for (const { name, stderr } of failed) say(`${name} could not be installed: ${lastLine(stderr)}\n`);
  say(ask(failed.map(({ name }) => name)));
  return 1;
}

const lineFor = (names) => ['apt-get', 'install', '-y', '--no-install-recommends', ...names];

const ask = (names) => `Please run:\n  sudo ${lineFor(names).join(' ')}\n`;

const listed = (names) => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`);

const lastLine = (text) => text.trim().split('\n').at(-1) ?? '';

function isInstalled(program) {
  if (program === 'postgres') {
    const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
    return versions.some((version) => existsSync(`/usr/lib/postgresql/${version}/bin/postgres`));
  }
  return ['/usr/bin', '/bin', '/usr/sbin', '/sbin'].some((folder) => existsSync(`${folder}/${program}`));
}

function runLine([program, ...args]) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  return { ok: status === 0, stderr: stderr ?? '' };
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const packages = missingPackages(process.argv[2], isInstalled);
  if (packages.length > 0) {
    process.exitCode = install(packages, {
      root: process.getuid?.() === 0,
      apt: existsSync('/usr/bin/apt-get'),
      run: runLine,
      say: (text) => process.stderr.write(text),
    });
  }
}
