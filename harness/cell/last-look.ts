import { readFileSync, readlinkSync } from 'node:fs';
import { type Problem, problem } from '../model/problem.ts';
import { orElse } from './or-else.ts';

/**
 * What can be missing only now that a Cell stands, whoever opens it, and would go unnoticed: the judge must see its
 * processes to hold them to their limits. @param pid the Cell's pid 1.
 */
export function lastLook(pid: number): Problem | undefined {
  return canWatch(pid)
    ? undefined
    : problem('no-confinement', `${cannot}: the judge can't see the candidate's processes`, blind);
}

/** A lane's look at the network that its browser is in: nothing leads out of it. */
export function lookAtNetwork(): Problem | undefined {
  return hasNoWayOut() ? undefined : problem('no-confinement', `${cannot}: a lane can reach the network`, open);
}

const cannot = "candidates can't be confined here";

const blind = {
  notes: ['memory, processor time and processes are watched through /proc'],
  fix: 'sudo mount -o remount,hidepid=0 /proc',
};

const open = {
  notes: ['a lane has a network of its own with nothing but a loopback'],
  fix: 'sudo apt-get install -y --reinstall bubblewrap',
};

function canWatch(pid: number): boolean {
  const namespace = orElse('', () => readlinkSync(`/proc/${pid}/ns/pid`));
  const memory = orElse('', () => readFileSync(`/proc/${pid}/status`, 'latin1'));
  const machine = orElse('', () => readFileSync('/proc/meminfo', 'latin1'));
  return namespace !== '' && memory.includes('\nRssAnon:') && machine.includes('\nMemAvailable:');
}

/** Of the network that this process is in. */
function hasNoWayOut(): boolean {
  return isClosed(
    orElse('', () => readFileSync('/proc/net/dev', 'latin1')),
    orElse('', () => readFileSync('/proc/net/route', 'latin1')),
  );
}

/** Two lines of titles and the loopback; one line of titles. @param devices /proc/net/dev. @param routes /proc/net/route. */
export function isClosed(devices: string, routes: string): boolean {
  const [, , ...found] = devices.split('\n').filter((line) => line !== '');
  const ways = routes.split('\n').filter((line) => line !== '');
  return found.length === 1 && /^ *lo:/.test(found[0] ?? '') && ways.length === 1;
}
