import { readlinkSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command, Exit } from '../model/cell.ts';
import { callsProgram } from './calls-program.ts';
import { orElse } from './or-else.ts';
import { askedCalls } from './probe-calls.ts';
import { isRoot } from './system.ts';

/*
 * What a candidate really gets, measured from where it would be: a script that is run in a Cell over a folder without a
 * candidate. It prints what it sees and decides nothing; walls.ts does. The host's paths that must not be there come on
 * standard input, as does the program that makes system calls: the Cell's arguments, environment and files hold nothing.
 */

/** What was seen, by the name of a section: a file of /proc, or one of `calls`, `links`, `paths`. */
export type Seen = ReadonlyMap<string, string>;

/** What it is held against: facts of the judge's own side. */
export interface Outside {
  /** The judge's namespaces by kind: `user` is `user:[4026531837]`. A kind that the kernel hasn't is not there. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** Device and inode of all that must not be seen inside: `64769:1234`. */
  readonly hidden: readonly string[];
  readonly root: boolean;
}

/** A file in the probe's tree that is for the judge's user alone. */
export const closedFile = 'closed';

export const namespaceKinds = ['user', 'mnt', 'pid', 'ipc', 'uts', 'net', 'cgroup'] as const;

const files = [
  ...['status', 'mountinfo', 'limits', 'oom_score_adj'].map((name) => `/proc/self/${name}`),
  ...['/proc/net/dev', '/proc/net/route', `/app/${closedFile}`, '/proc/[0-9]*/environ'],
];

// Few programs, since starting one costs more than all that it reads. `head -v` heads each file as the others are here.
const script = `
IFS= read -r program
set --
while IFS= read -r path; do set -- "$@" "$path"; done
base64 -d >/tmp/calls <<END
$program
END
chmod 700 /tmp/calls
echo '==> calls <=='; /tmp/calls | od -An -v -td8 -w16
echo '==> links <=='; ls -ln /proc/self/fd /proc/self/ns
echo '==> paths <=='; stat -Lc %d:%i -- "$@"
head -v -n 1000 ${files.join(' ')}
echo; echo '==> end <=='`;

const PROBE_MS = 20_000;

/** Runs the probe. @param hidden absolute paths of the host that a candidate must not see; nobody in the Cell keeps them. */
export async function runProbe(
  run: (command: Command & { readonly stdin: string; readonly timeout: number }) => Promise<Exit>,
  hidden: readonly string[],
): Promise<Exit> {
  const program = callsProgram(process.arch, askedCalls) ?? new Uint8Array();
  return run({
    argv: ['/bin/sh', '-c', script],
    cwd: '/',
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    keep: 256 * 1024,
    timeout: PROBE_MS,
    stdin: [Buffer.from(program).toString('base64'), ...hidden.map(standingPart), ''].join('\n'),
  });
}

/** Reads what the probe printed; nothing when it didn't come to its end, or says something twice. */
export function readProbe(stdout: string): Seen | undefined {
  const [before = '', ...parts] = stdout.split(/^==> (.+) <==\n?/m);
  const seen = new Map<string, string>();
  for (let index = 0; index < parts.length; index += 2) {
    const name = parts[index] ?? '';
    if (seen.has(name)) return undefined;
    seen.set(name, parts[index + 1] ?? '');
  }
  return before === '' && parts.at(-2) === 'end' ? seen : undefined;
}

/** @param hidden as `runProbe` takes them. */
export function outsideFacts(hidden: readonly string[]): Outside {
  const namespaces = namespaceKinds.flatMap((kind) => {
    const link = orElse(undefined, () => readlinkSync(`/proc/self/ns/${kind}`));
    return link === undefined ? [] : [[kind, link] as const];
  });
  return {
    namespaces: new Map(namespaces),
    hidden: hidden.map((path) => {
      const { dev, ino } = statSync(standingPart(path), { bigint: true });
      return `${dev}:${ino}`;
    }),
    root: isRoot(),
  };
}

/** The folder itself, else the nearest one above it that is there and whose name fits on a line. */
function standingPart(path: string): string {
  const isThere = orElse(undefined, () => statSync(path)) !== undefined;
  return path === dirname(path) || (isThere && !path.includes('\n')) ? path : standingPart(dirname(path));
}
