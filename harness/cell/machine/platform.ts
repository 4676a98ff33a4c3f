import { seccompFilter } from '../seccomp.ts';
import { type Fact, fine, lacking } from './fact.ts';

/** The operating system and the processor. */
export function platformFact(platform: string, arch: string): Fact {
  const says = `${platform} ${arch}`;
  if (platform !== 'linux')
    return lacking(
      'platform',
      says,
      'run it in a Linux machine, or develop scenarios with --cell unconfined (never gates)',
    );
  if (seccompFilter(arch) === undefined)
    return lacking('platform', `${says}: there is no system-call filter for it`, 'run it on x64 or arm64');
  return fine('platform', says);
}

/** User namespaces can mount an overlay since then. */
const KERNEL = [5, 11] as const;

/** @param release as `uname -r` says it: `6.1.0-18-amd64`. */
export function kernelFact(release: string): Fact {
  if (isAtLeast(release, KERNEL)) return fine('kernel', release);
  return lacking('kernel', `${release} is too old`, `boot Linux ${KERNEL.join('.')} or later`);
}

/** @param version as Node says it: `v24.1.0`. */
export function nodeFact(version: string): Fact {
  const needed = [24, 0] as const;
  if (isAtLeast(version.slice(1), needed)) return fine('node', version);
  return lacking('node', `${version} is too old`, `install Node ${needed[0]} or later`);
}

/** Whether a version that begins with two numbers is that one or later. */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [first = 0, second = 0] = version.split(/[.-]/).map(Number);
  return first > major || (first === major && second >= minor);
}
