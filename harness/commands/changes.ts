import { basename } from 'node:path';

/** Milliseconds of quiet after a change: editors write a file in several moves. */
const QUIET_MS = 100;

export interface Changes extends AsyncDisposable {
  /** Settles with the folders in which something changed since it was last asked; with none when the signal aborts. */
  next(signal: AbortSignal): Promise<ReadonlySet<string>>;
}

/** Never part of what is judged, and often written to. */
const ignored: readonly string[] = ['.git', 'node_modules'];

/** Watches folders with all that is below them, from when it settles on. */
export async function watchFolders(folders: readonly string[]): Promise<Changes> {
  // Node's own recursive watching loses a file that was replaced by another of its name, which is how editors save.
  const { watch } = await import('chokidar');
  let changed = new Set<string>();
  let arrived = Promise.withResolvers<void>();
  const watchers = await Promise.all(
    folders.map(async (folder) => {
      const watcher = watch(folder, {
        ignoreInitial: true,
        followSymlinks: false,
        ignored: (path) => ignored.includes(basename(path)),
      });
      watcher.on('all', () => {
        changed.add(folder);
        arrived.resolve();
      });
      // A folder below it that vanished while it was looked at, or that may not be.
      watcher.on('error', () => {});
      await new Promise<void>((resolve) => watcher.once('ready', resolve));
      return watcher;
    }),
  );
  return {
    async next(signal) {
      const { promise: over, resolve } = Promise.withResolvers<void>();
      const end = (): void => resolve();
      signal.addEventListener('abort', end);
      await Promise.race([arrived.promise, over]);
      signal.removeEventListener('abort', end);
      await new Promise((done) => setTimeout(done, signal.aborted ? 0 : QUIET_MS));
      const found = changed;
      changed = new Set();
      arrived = Promise.withResolvers();
      return found;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(watchers.map((watcher) => watcher.close()));
    },
  };
}
