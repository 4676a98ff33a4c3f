import { describe, expect, it } from 'vitest';
import { browserFact } from '../../../../harness/cell/machine/browser.ts';
import { cgroupFact } from '../../../../harness/cell/machine/cgroups.ts';
import { folderFact } from '../../../../harness/cell/machine/folder.ts';
import { namespaceFacts, type Settings, type Tried } from '../../../../harness/cell/machine/namespaces.ts';
import { isAtLeast, kernelFact, nodeFact, platformFact } from '../../../../harness/cell/machine/platform.ts';
import { bubblewrapFact, gitFact, utilLinuxFact } from '../../../../harness/cell/machine/programs.ts';
import { registryFact } from '../../../../harness/cell/machine/registry.ts';
import { seccompFact } from '../../../../harness/cell/machine/seccomp.ts';
import { wallsFact } from '../../../../harness/cell/machine/walls.ts';
import { walls } from '../../../../harness/cell/walls.ts';
import { fail, ok, problem } from '../../../../harness/model/problem.ts';

const sysctl = 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0';

describe('a fact about the machine', () => {
  it.for([
    ['5.11', true],
    ['5.10.0-28-amd64', false],
    ['5.4.0', false],
    ['6.1.0-18-amd64', true],
    ['10.0', true],
    ['nonsense', false],
  ] as const)('compares versions by their numbers: %s', ([version, is]) => {
    expect(isAtLeast(version, [5, 11])).toBe(is);
  });

  it('says that only Linux on known processors can confine', () => {
    expect(platformFact('linux', 'arm64')).toEqual({ id: 'platform', is: 'ok', says: 'linux arm64' });
    expect(platformFact('darwin', 'arm64')).toMatchObject({ is: 'missing' });
    expect(platformFact('linux', 'riscv64')).toMatchObject({ is: 'missing', fix: 'run it on x64 or arm64' });
    expect(kernelFact('5.10.0-28-amd64')).toMatchObject({ is: 'missing', fix: 'boot Linux 5.11 or later' });
    expect(nodeFact('v22.1.0')).toMatchObject({ is: 'missing' });
    expect(nodeFact('v24.0.0')).toMatchObject({ is: 'ok' });
  });

  it('reads versions as programs print them', () => {
    expect(bubblewrapFact('bubblewrap 0.11.0')).toMatchObject({ is: 'ok', says: '0.11.0' });
    expect(bubblewrapFact('bubblewrap 0.4.1')).toMatchObject({ is: 'missing', says: '0.4.1 is older than 0.8' });
    expect(bubblewrapFact(undefined)).toMatchObject({
      is: 'missing',
      fix: expect.stringMatching(/install .*bubblewrap$/),
    });
    expect(gitFact('git version 2.39.5 (Apple Git-154)')).toMatchObject({ is: 'ok', says: '2.39.5' });
    expect(gitFact('git version 2.34.1')).toMatchObject({ is: 'gap', costs: expect.stringContaining('--onto') });
    expect(gitFact(undefined)).toMatchObject({ is: 'missing' });
  });

  it('names the programs that are not there, and the packages that have them', () => {
    expect(utilLinuxFact('unshare from util-linux 2.38.1', [])).toMatchObject({ is: 'ok', says: '2.38.1' });
    expect(utilLinuxFact(undefined, ['bwrap', 'mount', 'nsenter', 'setpriv'])).toMatchObject({
      is: 'missing',
      says: 'mount, nsenter, setpriv not found',
      fix: 'sudo apt-get install -y --no-install-recommends mount util-linux',
    });
  });

  it('takes a filter for one only when the kernel knows every answer that it gives', () => {
    expect(seccompFact('kill_process kill_thread trap errno user_notif trace log allow\n')).toMatchObject({ is: 'ok' });
    expect(seccompFact('kill_thread trap errno trace allow')).toMatchObject({ is: 'missing' });
    expect(seccompFact('')).toMatchObject({ is: 'missing' });
  });

  it('says what it costs when limits can only be watched', () => {
    const none = { kind: 'none', why: 'no control groups are mounted here', controllers: [] } as const;
    expect(cgroupFact(none, true)).toMatchObject({ is: 'gap', fix: 'systemd-run --user --scope holdout run' });
    expect(cgroupFact(none, false)).toMatchObject({ is: 'gap', fix: expect.stringContaining('root') });
    const first = { kind: 'v1', why: 'version 1, as root', controllers: ['memory', 'pids'] } as const;
    expect(cgroupFact(first, true)).toMatchObject({ is: 'ok', says: 'version 1, as root: memory, pids' });
  });

  it('does not take a browser for one that does not start', () => {
    const found = ok({ executable: '/usr/bin/chromium', folders: [] });
    expect(browserFact(found, 'Chromium 150.0')).toMatchObject({ is: 'ok' });
    expect(browserFact(found, undefined)).toMatchObject({
      is: 'gap',
      says: '/usr/bin/chromium does not say its version',
    });
    const none = fail(problem('no-browser', 'no browser was found', { fix: 'first\nsecond' }));
    expect(browserFact(none, undefined)).toMatchObject({ is: 'gap', says: 'no browser was found', fix: 'first' });
  });

  it('says which places an install reaches, or why nobody can tell', () => {
    expect(registryFact(['registry.example.org:443'])).toMatchObject({ is: 'ok' });
    expect(registryFact([])).toMatchObject({ is: 'gap' });
    expect(registryFact(problem('no-confinement', 'a proxy', { fix: 'another' }))).toMatchObject({
      is: 'gap',
      says: 'a proxy',
      fix: 'another',
    });
  });

  it('says how open a folder is, and the line that closes it', () => {
    expect(folderFact('vault', '/v', 0o40700)).toMatchObject({ is: 'ok' });
    expect(folderFact('vault', '/v', undefined)).toMatchObject({ is: 'ok' });
    expect(folderFact('vault', "/it's", 0o40750)).toMatchObject({
      is: 'gap',
      says: "/it's is open to other users (750)",
      fix: `chmod 700 '/it'\\''s'`,
    });
  });

  it('counts the walls that were seen, and says which was not', () => {
    const names = walls.map(({ name }) => name);
    expect(wallsFact(ok({ walls: names }), true)).toMatchObject({
      is: 'ok',
      says: `${names.length} of ${names.length} walls seen from inside`,
    });
    const broken = fail(
      problem('no-confinement', `candidates can't be confined here: the wall "network" was not seen`, { fix: 'f' }),
    );
    expect(wallsFact(broken, true)).toMatchObject({ is: 'missing', says: 'the wall "network" was not seen', fix: 'f' });
  });
});

const none = (stderr: string): Tried => ({ made: false, tmpfs: false, overlay: false, stderr });
const told = (tried: Tried, settings: Settings = {}) =>
  namespaceFacts(tried, settings).map(({ id, is, fix }) => [id, is, ...(fix === undefined ? [] : [fix])]);

describe('user namespaces', () => {
  const all: Tried = { made: true, tmpfs: true, overlay: true, stderr: '' };

  it('are fine when all that a Cell needs could be made in one', () => {
    expect(told(all)).toEqual([
      ['user-namespaces', 'ok'],
      ['tmpfs', 'ok'],
      ['overlay', 'ok'],
    ]);
  });

  it('are told apart by why there are none', () => {
    const denied = 'unshare: unshare failed: Operation not permitted';
    const clone = 'sudo sysctl -w kernel.unprivileged_userns_clone=1';
    const most = 'sudo sysctl -w user.max_user_namespaces=15000';
    expect(told(none(denied), { 'kernel/unprivileged_userns_clone': '0\n' })).toEqual([
      ['user-namespaces', 'missing', clone],
    ]);
    expect(told(none('unshare: No space left on device'), { 'user/max_user_namespaces': '0\n' })).toEqual([
      ['user-namespaces', 'missing', most],
    ]);
    expect(told(none('unshare: No space left on device'))).toEqual([['user-namespaces', 'missing', most]]);
  });

  it('are no use when AppArmor lets nothing be mounted in them', () => {
    const restricted = { 'kernel/apparmor_restrict_unprivileged_userns': '1\n' };
    expect(told({ ...all, tmpfs: false, overlay: false }, restricted)).toEqual([
      ['user-namespaces', 'ok'],
      ['apparmor', 'missing', sysctl],
      ['tmpfs', 'missing', expect.any(String)],
      ['overlay', 'missing', expect.any(String)],
    ]);
    expect(told(all, restricted)[1]).toEqual(['apparmor', 'gap', sysctl]);
    expect(told(all, { 'kernel/apparmor_restrict_unprivileged_userns': '0\n' })[1]).toEqual(['apparmor', 'ok']);
  });

  it('are no use without an overlay in them', () => {
    const old = { ...all, overlay: false, stderr: 'overlay: mount failed: No such device' };
    expect(told(old).at(-1)).toEqual(['overlay', 'missing', 'sudo modprobe overlay']);
  });
});
