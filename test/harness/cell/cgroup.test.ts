import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCgroups, openGroups } from '../../../harness/cell/cgroup.ts';
import { hierarchies, upwards } from '../../../harness/cell/cgroup-places.ts';
import { openGroup } from '../../../harness/cell/group.ts';
import { defaultLimits } from '../../../harness/model/limits.ts';

describe('what /proc says of control groups', () => {
  it('is one hierarchy for each that is mounted of version 1, and where this process is in it', () => {
    const mounts = `31 30 0:28 / /sys/fs/cgroup/cpu\\040set rw,relatime - cgroup cgroup rw,cpu,cpuacct
34 30 0:31 / /sys/fs/cgroup/memory rw,relatime shared:7 - cgroup cgroup rw,memory
39 30 0:36 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
25 1 0:9 / /tmp rw - tmpfs tmpfs rw,memory`;
    const groups = '4:memory:/user/1\n1:cpu,cpuacct:/\n0::/\n';
    expect(hierarchies(mounts, groups)).toEqual([
      { version: 1, controllers: ['cpu', 'cpuacct'], own: '/sys/fs/cgroup/cpu set', top: '/sys/fs/cgroup/cpu set' },
      { version: 1, controllers: ['memory'], own: '/sys/fs/cgroup/memory/user/1', top: '/sys/fs/cgroup/memory' },
    ]);
  });

  it('is one hierarchy of version 2, with the groups above', () => {
    const mounts = '30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate';
    const [found] = hierarchies(mounts, '0::/user.slice/user@1000.service/app.slice/run.scope\n');
    expect(found && upwards(found)).toEqual([
      '/sys/fs/cgroup/user.slice/user@1000.service/app.slice/run.scope',
      '/sys/fs/cgroup/user.slice/user@1000.service/app.slice',
      '/sys/fs/cgroup/user.slice/user@1000.service',
      '/sys/fs/cgroup/user.slice',
      '/sys/fs/cgroup',
    ]);
  });

  it('is the top of what is mounted where the own group is not below it, as in a container', () => {
    const mounts = '30 23 0:26 /docker/1 /sys/fs/cgroup ro - cgroup2 cgroup rw';
    expect(hierarchies(mounts, '0::/docker/1/a\n')[0]?.own).toBe('/sys/fs/cgroup/a');
    expect(hierarchies(mounts, '0::/other\n')[0]?.own).toBe('/sys/fs/cgroup');
    expect(hierarchies(mounts, '0::/\n')[0]?.own).toBe('/sys/fs/cgroup');
  });

  it('is nothing where nothing is mounted', () => expect(hierarchies('', '')).toEqual([]));
});

describe('the control group of a Cell', () => {
  it('is made with the names of version 2 and tells by its counters which limit was kept by force', () => {
    const dir = mkdtempSync(join(tmpdir(), 'holdout-groups-'));
    try {
      const folders = [{ dir, controllers: ['memory', 'pids', 'cpuacct'] }];
      const limits = { ...defaultLimits, memory: 1000, disk: 100, processes: 10 };
      const group = openGroup({ version: 2, folders }, limits);
      const [procs = ''] = group.enter;
      const own = join(procs, '..');
      const text = (name: string): string => readFileSync(join(own, name), 'utf8');
      expect(procs.endsWith('/cgroup.procs')).toBe(true);
      expect(Number(text('memory.max'))).toBe(1100 + 64 * 1024 * 1024);
      expect(text('memory.oom.group')).toBe('1');
      expect(text('memory.swap.max')).toBe('0');
      expect(text('pids.max')).toBe('74');
      expect(group.forced()).toBeUndefined();
      writeFileSync(join(own, 'cpu.stat'), 'usage_usec 1500000\nuser_usec 1\n');
      expect(group.cpu()).toBe(1500);
      writeFileSync(join(own, 'pids.events'), 'max 3\n');
      expect(group.forced()).toBe('processes');
      writeFileSync(join(own, 'memory.events'), 'low 0\nmax 9\noom 1\noom_kill 1\n');
      expect(group.forced()).toBe('memory');
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('is one folder in each hierarchy of version 1', () => {
    const dir = mkdtempSync(join(tmpdir(), 'holdout-groups-'));
    try {
      for (const name of ['m', 'p']) mkdirSync(join(dir, name));
      const folders = [
        { dir: join(dir, 'm'), controllers: ['memory'] },
        { dir: join(dir, 'p'), controllers: ['pids'] },
      ];
      const group = openGroup({ version: 1, folders }, defaultLimits);
      expect(group.enter.map((path) => path.slice(dir.length, dir.length + 3))).toEqual(['/m/', '/p/']);
      expect(group.enter.every((path) => path.endsWith('/tasks'))).toBe(true);
      expect(group.cpu()).toBeUndefined();
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

describe('looking for control groups', () => {
  it('says what there is and why, and leaves nothing behind', () => {
    const found = findCgroups();
    expect(found.why).not.toBe('');
    expect(found.controllers.length > 0).toBe(found.kind !== 'none');
    const groups = openGroups(`test.${process.pid}`);
    expect(groups === undefined).toBe(found.kind === 'none');
    groups?.[Symbol.dispose]();
  });
});
