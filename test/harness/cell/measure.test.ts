import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLaunch } from '../../../harness/cell/command.ts';
import { preflightSpec } from '../../../harness/cell/diagnose.ts';
import { keeperLaunch, keeperPid } from '../../../harness/cell/keeper.ts';
import { judgeProbe, probe } from '../../../harness/cell/measure.ts';
import { type Outside, readProbe } from '../../../harness/cell/probe.ts';
import { type Launch, launch } from '../../../harness/cell/process.ts';
import { walls } from '../../../harness/cell/walls.ts';
import { closeInheritedDescriptors } from '../../../harness/commands/descriptors.ts';
import type { Result } from '../../../harness/model/problem.ts';

const kinds = ['user', 'mnt', 'pid', 'ipc', 'uts', 'net', 'cgroup'];
const outside: Outside = {
  namespaces: new Map(kinds.map((kind, index) => [kind, `${kind}:[${100 + index}]`])),
  hidden: ['64769:1', '64769:2'],
  root: true,
};

/** What the probe prints of a Cell whose walls all stand. */
const whole = `==> calls <==
 -101 0
 4 0
 -101 0
 3 0
 -30 0
 -30 0
${' -1 0\n'.repeat(10)}==> links <==
/proc/self/fd:
total 0
lrwx------ 1 1000 1000 64 Nov 28 18:15 0 -> socket:[1]
lrwx------ 1 1000 1000 64 Nov 28 18:15 1 -> socket:[2]
lrwx------ 1 1000 1000 64 Nov 28 18:15 2 -> socket:[3]
lr-x------ 1 1000 1000 64 Nov 28 18:15 3 -> /proc/9/fd

/proc/self/ns:
total 0
${kinds.map((kind, index) => `lrwxrwxrwx 1 1000 1000 0 Nov 28 18:15 ${kind} -> ${kind}:[${200 + index}]`).join('\n')}
==> paths <==
==> /proc/self/status <==
Name:\thead
NSpid:\t11
CapInh:\t0000000000000000
CapPrm:\t0000000000000000
CapEff:\t0000000000000000
CapBnd:\t0000000000000000
CapAmb:\t0000000000000000
NoNewPrivs:\t1
Seccomp:\t2

==> /proc/self/mountinfo <==
189 76 0:49 /newroot / ro,nosuid,nodev,relatime - tmpfs tmpfs rw,uid=61000
190 189 254:0 /usr /usr ro,nosuid,nodev,relatime - ext4 /dev/vda rw
212 189 0:44 /tmp /tmp rw,nosuid,nodev,relatime - tmpfs none rw
215 189 0:45 / /app rw,nosuid,nodev,relatime - overlay none rw

==> /proc/self/limits <==
Limit                     Soft Limit           Hard Limit           Units
Max file size             536870912            536870912            bytes
Max core file size        0                    0                    bytes
Max processes             256                  256                  processes
Max open files            4096                 4096                 files

==> /proc/self/oom_score_adj <==
1000

==> /proc/net/dev <==
Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop
    lo:       0       0    0    0    0     0          0         0        0       0    0    0

==> /proc/net/route <==
Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT

==> /proc/4/environ <==
PATH=/usr/bin\0HOME=/home/app\0LC_ALL=C\0
==> end <==
`;

const names = walls.map(({ name }) => name);

/** The walls that a probe's answer shows not to stand. */
const missing = (result: Result<readonly string[]>): readonly string[] =>
  result.ok ? [] : result.problems.map(({ message }) => /the wall "([^"]+)"/.exec(message)?.[1] ?? message);

describe('a wall', () => {
  it('is recorded when it is seen: all of them, in their order', () => {
    expect(judgeProbe(readProbe(whole), outside)).toEqual({ ok: true, value: names });
  });

  it('of the user’s rights is not asked for when the judge has none to give up', () => {
    const seen = readProbe(whole.replace('==> end', '==> /app/closed <==\n==> end'));
    expect(judgeProbe(seen, { ...outside, root: false })).toEqual({ ok: true, value: names.slice(0, -1) });
    expect(missing(judgeProbe(seen, outside))).toEqual(['user']);
  });

  it.for([
    ['a namespace is the judge’s own', 'namespaces', 'ipc:[203]', 'ipc:[103]'],
    ['a namespace was not looked at', 'namespaces', /^.* uts -> .*$/m, ''],
    ['/proc is that of the machine', 'processes', 'NSpid:\t11', 'NSpid:\t811\t11'],
    ['there is one capability', 'capabilities', 'CapEff:\t0000000000000000', 'CapEff:\t0000000000000400'],
    ['one could be had', 'capabilities', 'CapBnd:\t0000000000000000', 'CapBnd:\t000001ffffffffff'],
    ['one kind of them was not looked at', 'capabilities', /^CapAmb.*$/m, ''],
    ['programs may gain privileges', 'privileges', 'NoNewPrivs:\t1', 'NoNewPrivs:\t0'],
    ['there is no filter', 'system-calls', 'Seccomp:\t2', 'Seccomp:\t0'],
    ['the filter lets one through', 'system-calls', ' -30 0\n -1 0\n -1 0', ' -30 0\n -1 0\n -22 0'],
    ['a keyring can be had', 'keyrings', ' -1 0\n==> links', ' 644174212 0\n==> links'],
    ['a namespace can be made', 'new-namespaces', ' -30 0\n -1 0', ' -30 0\n 0 0'],
    ['a folder can be made at the top', 'read-only', ' -30 0\n -1 0', ' 0 0\n -1 0'],
    ['one more folder can be written to', 'read-only', '/usr /usr ro', '/usr /usr rw'],
    ['no mounts were looked at', 'read-only', /==> \/proc\/self\/mountinfo <==\n[^=]*/, ''],
    ['the vault is there', 'hidden-paths', '==> paths <==\n', '==> paths <==\n64769:2\n'],
    ['nobody looked for the vault', 'hidden-paths', '==> paths <==\n', ''],
    ['there is a second device', 'network', '    lo:', '  eth0: 1\n    lo:'],
    ['there is a route', 'network', 'IRTT\n', 'IRTT\neth0\t00000000\t0101A8C0\n'],
    ['a packet can be sent', 'network', ' -101 0\n 4 0', ' 0 0\n 4 0'],
    ['a variable comes along', 'environment', 'LC_ALL=C\0', 'LC_ALL=C\0TOKEN=t\0'],
    ['no environment was looked at', 'environment', /==> \/proc\/4\/environ <==\n.*\n/, ''],
    [
      'a descriptor is open',
      'descriptors',
      '\n/proc/self/ns',
      'lr-x------ 1 1 1 64 Nov 28 18:15 9 -> /a\n\n/proc/self/ns',
    ],
    [
      'a descriptor is open where none is told from ours',
      'descriptors',
      '3 -> /proc/9/fd',
      '3 -> /srv/vault/vault.yaml',
    ],
    ['files have no bound', 'limits', 'Max file size             536870912', 'Max file size             unlimited'],
    ['it would outlive us', 'limits', '\n1000\n', '\n0\n'],
    ['the judge’s own file can be read', 'user', '==> /proc/net/dev', '==> /app/closed <==\n==> /proc/net/dev'],
  ] as const)('does not stand when %s', ([, wall, from, to]) => {
    const broken = whole.replace(from, to);
    expect(broken).not.toBe(whole);
    expect(missing(judgeProbe(readProbe(broken), outside))).toEqual([wall]);
  });

  it('does not stand when one call less was made', () => {
    const seen = readProbe(whole.replace(' -1 0\n', ''));
    expect(missing(judgeProbe(seen, outside))).toEqual(
      expect.arrayContaining(['system-calls', 'keyrings', 'new-namespaces', 'read-only', 'network']),
    );
  });

  it.for([
    ['is cut off', whole.slice(0, -30)],
    ['has no beginning', whole.slice(5)],
    ['says something twice', whole.replace('==> end', '==> paths <==\n==> end')],
    ['is empty', ''],
  ])('is not seen by a probe whose answer %s', ([, answer]) => {
    expect(readProbe(answer ?? '')).toBeUndefined();
    expect(judgeProbe(undefined, outside)).toMatchObject({ ok: false, problems: [{ code: 'no-confinement' }] });
  });

  it('says what it means when it does not stand, and what to do', () => {
    const seen = readProbe(whole.replace('==> paths <==\n', '==> paths <==\n64769:2\n'));
    expect(judgeProbe(seen, outside)).toEqual({
      ok: false,
      problems: [
        {
          code: 'no-confinement',
          severity: 'error',
          message: `candidates can't be confined here: the wall "hidden-paths" was not seen from inside`,
          notes: ['without it a candidate could see the vault, the history or the home folder'],
          fix: 'keep the vault, the history (--store) and $HOME outside of /usr and /etc, which every candidate can read',
        },
      ],
    });
  });
});

describe('the probe', () => {
  it('sees every wall of a Cell as it is built', async () => {
    expect(missing(await probed({}))).toEqual([]);
  });

  it.for([
    ['the network is not unshared', { keeper: ['--unshare-net'], without: ['--net'] }, ['namespaces', 'network']],
    ['the root is not made read-only', { keeper: ['--remount-ro', '/'] }, ['read-only']],
    ['shared memory is not unshared', { keeper: ['--unshare-ipc'], without: ['--ipc'] }, ['namespaces']],
    // What holds the filter is left open then, which makes the next descriptor another than the probe goes by.
    ['there is no filter', { command: ['--seccomp', '4'] }, ['system-calls', 'keyrings', 'network', 'descriptors']],
    ['a variable is passed on', { add: ['--setenv', 'TOKEN', 't'] }, ['environment']],
    ['a descriptor is passed on', { before: ['/bin/sh', '-c', 'exec 9</dev/null; exec "$@"', 'sh'] }, ['descriptors']],
    ['one limit is not set', { without: ['/usr/bin/prlimit', '--nproc=256', '--'] }, ['limits']],
    ['the home folder is where everyone looks', { hidden: ['/usr/share'] }, ['hidden-paths']],
    ['the history will be where everyone looks', { hidden: ['/usr/share/not/there\nyet'] }, ['hidden-paths']],
  ] as const)('finds out when %s', async ([, breach, lost]) => {
    expect(missing(await probed(breach))).toEqual(lost);
  });

  it('finds no wall where there is none', async () => {
    const result = await probe((command) => {
      const { argv, cwd, env = {}, keep, stdin } = command;
      return launch({ argv, cwd, env, keep, stdin }).end(20_000);
    }, []);
    expect(missing(result)).toEqual(expect.arrayContaining(['namespaces', 'privileges', 'system-calls', 'network']));
  });
});

interface Breach {
  /** Arguments that follow each other, left out. */
  readonly keeper?: readonly string[];
  readonly command?: readonly string[];
  readonly without?: readonly string[];
  /** Arguments of the command's bwrap, and what its whole command line is run by. */
  readonly add?: readonly string[];
  readonly before?: readonly string[];
  readonly hidden?: readonly string[];
}

/** Builds a Cell but for what is broken in it, and looks around. */
async function probed(breach: Breach): Promise<Result<readonly string[]>> {
  closeInheritedDescriptors();
  const dir = mkdtempSync(join(tmpdir(), 'holdout-probe-'));
  chmodSync(dir, 0o711);
  const spec = preflightSpec(dir);
  const keeper = launch(changed(keeperLaunch(spec, dir), breach.keeper ?? []));
  try {
    const pid = (await keeperPid(keeper)) ?? 0;
    return await probe((command) => {
      const made = changed(commandLaunch(spec, pid, command, undefined), breach.command ?? [], breach.add ?? []);
      const argv = [...(breach.before ?? []), ...left(made.argv, breach.without ?? [])];
      return launch({ ...made, argv }).end(20_000);
    }, breach.hidden ?? [dir]);
  } finally {
    await keeper.stop();
    rmSync(dir, { recursive: true });
  }
}

/** The same with other arguments for bwrap. */
function changed(spec: Launch, less: readonly string[], more: readonly string[] = []): Launch {
  const [args = new Uint8Array(), ...feeds] = spec.feeds ?? [];
  const kept = [...left(Buffer.from(args).toString().split('\0').slice(0, -1), less), ...more];
  return { ...spec, feeds: [Buffer.from(kept.map((arg) => `${arg}\0`).join('')), ...feeds] };
}

/** Without a stretch of it. */
function left(words: readonly string[], less: readonly string[]): readonly string[] {
  if (less.length === 0) return words;
  const at = words.findIndex((_, index) => less.every((word, offset) => words[index + offset] === word));
  if (at < 0) throw new Error(`nothing has ${less.join(' ')}`);
  return [...words.slice(0, at), ...words.slice(at + less.length)];
}
