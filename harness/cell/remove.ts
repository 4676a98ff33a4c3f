import { spawnSync } from 'node:child_process';
import { lstatSync, rmSync } from 'node:fs';
import { systemEnv } from './system.ts';

/**
 * Removes a folder that candidates may have written in: closed folders, paths deeper than the system's longest, odd
 * names. Never throws, follows no link; @returns whether it is gone. Not being able to clean up decides nothing.
 */
export function removeTree(path: string): boolean {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // These walk by descriptors and open what is closed, where a path of the whole way would fail.
    const options = { env: systemEnv, stdio: 'ignore' } as const;
    spawnSync('chmod', ['-R', 'u+rwX', '--', path], options);
    spawnSync('rm', ['-rf', '--one-file-system', '--', path], options);
  }
  return lstatSync(path, { throwIfNoEntry: false }) === undefined;
}
