import { readFileSync } from 'node:fs';
import type { CellSpec, Command, Exit } from '../model/cell.ts';
import type { Limits } from '../model/limits.ts';
import { MachineTrouble } from '../model/problem.ts';
import { type CellGroup, entering } from './group.ts';
import { inside } from './layout.ts';
import { orElse } from './or-else.ts';
import { type Launch, type Launched, nulSeparated } from './process.ts';
import { seccompFilter } from './seccomp.ts';
import { systemEnv, unprivileged } from './system.ts';

/** The command line that runs one command in the Cell whose pid 1 is `pid`, with the walls around it. @throws MachineTrouble without a filter for this architecture. */
export function commandLaunch(
  spec: CellSpec,
  pid: number,
  command: Command & { readonly stdin?: string },
  group?: CellGroup,
): Launch {
  const path = [...spec.toolchain.path, '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const env = {
    PATH: path,
    HOME: inside.home,
    TMPDIR: '/tmp',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    ...spec.env,
    ...command.env,
  };
  const filter = seccompFilter(process.arch);
  if (filter === undefined) throw new MachineTrouble(`there is no system-call filter for ${process.arch}`);
  const args = [
    ...['--unshare-user', '--disable-userns', '--cap-drop', 'ALL', '--die-with-parent', '--dev-bind', '/', '/'],
    ...['--chdir', command.cwd, '--clearenv'],
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--seccomp', '4', '--json-status-fd', '5'],
  ];
  return {
    argv: [
      ...bounded(spec.limits, group),
      ...unprivileged(),
      ...['nsenter', '--target', String(pid), '--user', '--mount', '--pid', '--ipc', '--uts', '--net'],
      ...['--cgroup', '--preserve-credentials', '--'],
      ...['bwrap', '--args', '3', '--'],
      ...['/usr/bin/prlimit', `--nproc=${spec.limits.processes}`, '--'],
      ...command.argv,
    ],
    cwd: '/',
    env: systemEnv,
    keep: command.keep,
    ...(command.stdin === undefined ? {} : { stdin: command.stdin }),
    feeds: [nulSeparated(args), filter],
    waits: true,
    reports: true,
  };
}

/**
 * A shell that becomes the rest of the command line, with the limits of one process, as the first to go when the machine's
 * memory runs short, and in the Cell's control group. One program in place of prlimit, choom and another to enter a group,
 * since each costs a millisecond.
 */
function bounded({ memory, openFiles, fileSize, cpu }: Limits, group: CellGroup | undefined): readonly string[] {
  return entering(
    group,
    `echo 1000 > /proc/self/oom_score_adj && ulimit -c 0 && ulimit -n ${openFiles} &&
    ulimit -f ${Math.ceil(fileSize / 512)} && ulimit -t ${Math.ceil(cpu / 1000) + CPU_GRACE} &&
    ulimit -d ${Math.ceil(dataLimit(memory) / 1024)} || exit 98`,
  );
}

/** Seconds by which the kernel is slower to end one process than whoever watches the Cell, and says why. */
const CPU_GRACE = 2;

/** A coarse stop for one process: runtimes reserve far more than they touch, so never under 4 GiB. The sum of all is watched. */
const dataLimit = (memory: number): number => Math.max(memory, 4 * 1024 ** 3);

/**
 * What became of a command in the Cell whose pid 1 is `pid`. Every wrapper around it fails with an exit code too, so a code
 * counts only when the innermost one reported that the command ran (`--json-status-fd`, out of the candidate's reach) and
 * the Cell still stands: while the keeper's end hasn't been seen, the id that the Cell was entered by is not another
 * process's.
 */
export async function endOf(command: Launched, exit: Exit, keeper: Launched, pid: number): Promise<Exit> {
  if (keeper.running() && isEnding(pid)) await keeper.exited;
  if (!keeper.running()) return { ...exit, code: null, signal: null, lost: 'cell' };
  if (hasRun(command) || exit.signal !== null) return exit;
  return { ...exit, code: null, lost: /^bwrap: Can't chdir to /m.test(exit.stderr) ? 'cwd' : 'sandbox' };
}

/** A dying process is marked as one (PF_EXITING) before the kernel ends what was in its namespaces: proc_pid_stat(5). */
function isEnding(pid: number): boolean {
  const stat = orElse('', () => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  const [state = '', , , , , , flags] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ['', 'Z', 'X'].includes(state) || (Number(flags) & PF_EXITING) !== 0;
}

const PF_EXITING = 4;

/** Whether the innermost wall said that the command ran and ended. */
const hasRun = (command: Launched): boolean => command.report().includes('"exit-code"');
