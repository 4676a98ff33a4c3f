import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bubblewrap } from '../../../harness/cell/bubblewrap.ts';
import { findCgroups, openGroups } from '../../../harness/cell/cgroup.ts';
import { candidateUid, isRoot } from '../../../harness/cell/system.ts';
import type { Cell, Exit, Groups } from '../../../harness/model/cell.ts';
import { defaultLimits, type Limits } from '../../../harness/model/limits.ts';

const MiB = 1024 * 1024;

interface Stage extends AsyncDisposable {
  readonly cell: Cell;
  readonly groups: Groups | undefined;
}

/** A Cell over an empty folder, with control groups or by watching alone. */
async function openCell(limits: Partial<Limits>, grouped: boolean): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-limits-'));
  chmodSync(dir, 0o711);
  const tree = join(dir, 'tree');
  mkdirSync(tree);
  if (isRoot()) chownSync(tree, candidateUid, candidateUid);
  const groups = grouped ? openGroups(`test.${process.pid}`) : undefined;
  const walls = bubblewrap({ dir, isolation: 'sealed', ...(groups !== undefined && { groups }) });
  const opened = await walls.open({
    tree,
    writes: 'fresh',
    network: 'none',
    toolchain: { binds: [], links: [], path: [], hostPath: [] },
    env: {},
    limits: { ...defaultLimits, ...limits },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  return {
    cell: opened.value,
    groups,
    async [Symbol.asyncDispose]() {
      await opened.value[Symbol.asyncDispose]();
      groups?.[Symbol.dispose]();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const sh = (cell: Cell, script: string): Promise<Exit> =>
  cell.run({ argv: ['/bin/sh', '-c', script], cwd: '/tmp', keep: 4096, timeout: 60_000 });

/** What each does, and what it may have of it. */
const hogs: readonly (readonly [limit: keyof Limits, limits: Partial<Limits>, script: string])[] = [
  ['memory', { memory: 48 * MiB, disk: 16 * MiB }, `perl -e 'my @held; push @held, "x" x 1000000 while 1'`],
  ['processes', { processes: 40 }, 'for i in $(seq 60); do sleep 5 & done 2>/dev/null; sleep 1; exit 3'],
  ['cpu', { cpu: 700 }, 'while :; do :; done'],
  ['disk', { disk: 4 * MiB }, 'head -c 8000000 /dev/zero > full'],
  ['files', { files: 300 }, 'i=0; while : > f$i; do i=$((i+1)); done'],
  ['fileSize', { fileSize: MiB }, 'exec head -c 8000000 /dev/zero > large'],
];

const kinds = [
  ['by watching alone', false] as const,
  ...(findCgroups().kind === 'none' ? [] : [['with control groups', true] as const]),
];

describe.each(kinds)('what takes more than it may, %s', (_kind, grouped) => {
  it.each(hogs)('is stopped by the limit "%s", which is named', async (limit, limits, script) => {
    await using stage = await openCell(limits, grouped);
    const { cell } = stage;
    expect((await sh(cell, script)).code).not.toBe(0);
    expect(cell.limitHit()).toBe(limit);
    expect(cell.ended()).toBe(limit === 'memory' || limit === 'cpu');
  });

  it('is stopped by the limit "openFiles", which is named', async () => {
    await using stage = await openCell({ openFiles: 64 }, grouped);
    const opens = `perl -e 'my @f; while (open(my $f, "<", "/dev/null")) { push @f, $f } print "$!"; $| = 1; sleep 1; exit 3'`;
    const exit = await sh(stage.cell, opens);
    expect(exit).toMatchObject({ code: 3, stdout: 'Too many open files' });
    expect(stage.cell.limitHit()).toBe('openFiles');
  });

  it('leaves nothing for the next Trial in the same Cell to be blamed for', async () => {
    await using stage = await openCell({ fileSize: MiB }, grouped);
    await sh(stage.cell, 'exec head -c 8000000 /dev/zero > large');
    expect(stage.cell.limitHit()).toBe('fileSize');
    await stage.cell.workDir(10_000);
    expect(stage.cell.limitHit()).toBeUndefined();
    expect((await sh(stage.cell, 'echo fine')).stdout).toBe('fine\n');
  });
});

describe.runIf(findCgroups().kind !== 'none')('a Cell with control groups', () => {
  it('ends by the limit "memory" when memory is held where no process shows it', async () => {
    await using stage = await openCell({ memory: 32 * MiB, disk: 8 * MiB }, true);
    // Segments that nobody has attached: of no process, of no descriptor.
    const hides = `perl -e 'for (1..60) { my $id = shmget(0, 8 << 20, 01600) // last; shmwrite($id, "x" x (8 << 20), 0, 8 << 20) }'`;
    expect((await sh(stage.cell, hides)).code).not.toBe(0);
    expect(stage.cell.limitHit()).toBe('memory');
  });

  it('ends by the limit "processes" when many commands together have too many', async () => {
    await using stage = await openCell({ processes: 30 }, true);
    const { cell } = stage;
    for (let n = 0; n < 6; n++)
      cell.start({ argv: ['/bin/sh', '-c', 'for i in $(seq 25); do sleep 60 & done; wait'], cwd: '/tmp', keep: 100 });
    const ended = async (): Promise<void> => {
      while (!cell.ended()) await sh(cell, 'true');
    };
    await ended();
    expect(cell.limitHit()).toBe('processes');
  });

  it('shows its processes nothing of the groups that they are in', async () => {
    await using stage = await openCell({}, true);
    const { stdout } = await sh(stage.cell, 'cat /proc/self/cgroup; ls /sys /groups 2>/dev/null');
    expect(stdout).toMatch(/^(?:[^\n]*:\/\n)+$/);
  });

  it('leaves no group behind', async () => {
    const stage = await openCell({}, true);
    const folders = stage.groups?.folders ?? [];
    expect(
      folders.flatMap(({ dir }) => readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory()))
        .length,
    ).toBeGreaterThan(0);
    await sh(stage.cell, 'true');
    await stage[Symbol.asyncDispose]();
    expect(folders.filter(({ dir }) => existsSync(dir))).toEqual([]);
  });
});
