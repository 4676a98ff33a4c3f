import { describe, expect, it } from 'vitest';
import { isClosed, lastLook } from '../../../harness/cell/last-look.ts';

/** Higher than any process id of Linux can be. */
const NOBODY = 2 ** 22 + 1;

const titles = 'Inter-|   Receive\n face |bytes\n';
const loopback = '    lo:       0       0\n';
const head = 'Iface\tDestination\tGateway\n';

describe('a Cell', () => {
  it('is not used when the judge can’t see its processes, and so could not hold them to their limits', () => {
    expect(lastLook(process.pid)).toBeUndefined();
    expect(lastLook(NOBODY)).toMatchObject({
      code: 'no-confinement',
      message: `candidates can't be confined here: the judge can't see the candidate's processes`,
      fix: 'sudo mount -o remount,hidepid=0 /proc',
    });
  });

  it.for([
    ['a loopback and no route', titles + loopback, head, true],
    ['another device', `${titles}${loopback}  eth0: 1 1\n`, head, false],
    ['another device instead', `${titles}  eth0: 1 1\n`, head, false],
    ['a route', titles + loopback, `${head}eth0\t00000000\t0101A8C0\n`, false],
    ['nothing that can be read', '', '', false],
  ] as const)('is in a closed network, or not, where there is %s', ([, devices, routes, closed]) => {
    expect(isClosed(devices, routes)).toBe(closed);
  });
});
