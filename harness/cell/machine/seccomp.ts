import { type Fact, fine, lacking } from './fact.ts';

/** @param actions /proc/sys/kernel/seccomp/actions_avail, seccomp(2); empty where the kernel has no filters. */
export function seccompFact(actions: string): Fact {
  const missing = ['allow', 'errno', 'kill_process'].filter((name) => !actions.trim().split(' ').includes(name));
  if (missing.length === 0) return fine('seccomp', 'system calls can be filtered');
  return lacking('seccomp', 'system calls can’t be filtered', 'use a kernel with CONFIG_SECCOMP_FILTER');
}
