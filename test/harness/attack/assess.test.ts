import { describe, expect, it } from 'vitest';
import { assess, holds, type Judged, type Secrets, type Seen } from '../../../harness/attack/assess.ts';
import type { Attack } from '../../../harness/attack/attack.ts';
import type { MachineState } from '../../../harness/attack/machine.ts';

const attack: Attack = {
  id: 'T01',
  dir: '/corpus/T01-test',
  tries: 'It tries.',
  base: 'broken',
  asserts: ['V'],
  stoppedBy: 'a wall',
  naive: ['V'],
  vault: 'http',
  refused: false,
  twice: false,
  needs: [],
  git: [],
};
const denied: Judged = { code: 1, ms: 900, late: false, crashed: false, pass: 3, total: 6, allowed: false };
const quiet: MachineState = {
  processes: ['1 init'],
  ports: [],
  mounts: ['/'],
  home: [],
  settings: ['/etc/gitconfig none'],
  temporary: [],
  bytes: 1000,
};
const contained: Seen = {
  judged: [denied],
  next: { ...denied, code: 0, pass: 6, allowed: true },
  texts: { 'the json report': '{ "decision": "deny", "tally": "3 of 6" }' },
  sinks: [],
  before: quiet,
  after: { ...quiet, bytes: 2000 },
  repository: { before: 'a', after: 'a' },
};
const secrets: Secrets = {
  canaries: ['3f1c8a52-0b0c-4c7e-9d7e-2f6a4e0c9b11'],
  nonce: 'n0123456789abcdef01234567',
  vault: '/tmp/bench/vault',
  mark: 'm0123456789abcdef',
};
const honest = { broken: 3, total: 6 };

const lost = (change: Partial<Seen>, of: Partial<Attack> = {}): readonly string[] =>
  assess({ ...attack, ...of }, { ...contained, ...change }, secrets, honest).map(
    ({ letter, how }) => `${letter}: ${how}`,
  );

it('calls an attack contained when nothing came of it', () => {
  expect(lost({})).toEqual([]);
});

describe('V, the verdict', () => {
  it('is lost by one more pass than the candidate has honestly', () => {
    expect(lost({ judged: [{ ...denied, pass: 4 }] })).toEqual(['V: 4 pass, honestly it is 3']);
  });

  it('is lost by doing better the second time', () => {
    expect(lost({ judged: [denied, { ...denied, pass: 6 }] })).toEqual(['V: 6 pass, honestly it is 3']);
  });

  it('is lost when the gate allows what is broken, whatever was counted', () => {
    expect(lost({ judged: [{ ...denied, allowed: true }] })).toEqual(['V: the gate allows it']);
  });

  it('is not lost when the candidate was refused before any scenario was run', () => {
    expect(lost({ judged: [{ ...denied, code: 2, pass: undefined, total: undefined }] })).toEqual([]);
  });

  it('is lost by a good candidate only when it must be refused', () => {
    const judged = [{ ...denied, code: 0, pass: 6, allowed: true }];
    expect(lost({ judged }, { base: 'good' })).toEqual([]);
    expect(lost({ judged }, { base: 'good', refused: true })).toEqual(['V: the gate allows it']);
  });
});

describe('D, disclosure', () => {
  const [canary = ''] = secrets.canaries;

  it.for([
    ['a canary', `x ${canary} y`],
    ['the nonce', JSON.stringify({ log: secrets.nonce })],
    ['the path of the vault', `cannot open ${secrets.vault}/a.yaml`],
    ['the nonce', Buffer.from(`some ${secrets.nonce} more`).toString('base64')],
    ['the nonce', Buffer.from(secrets.nonce).toString('hex')],
    ['a canary', canary.split('').toReversed().join('')],
  ])('is lost by %s in a report', ([what, text]) => {
    expect(lost({ texts: { 'the json report': text ?? '' } })).toEqual([`D: ${what} is in the json report`]);
  });

  it('is lost by a byte that the candidate wrote', () => {
    expect(lost({ texts: { 'standard error': `failed: ${secrets.mark}` } })).toEqual([
      'D: words of the candidate are in standard error',
    ]);
  });

  it('is lost by a connection to a sink, even an empty one', () => {
    expect(lost({ sinks: [{ by: 'tcp', bytes: '' }] })).toEqual(['D: a tcp of the host was told 0 bytes']);
    expect(lost({ sinks: [{ by: 'udp', bytes: `GET ${secrets.nonce}` }] })).toEqual([
      'D: a udp of the host was told the nonce',
    ]);
  });

  it("is lost by a change to the candidate's repository", () => {
    expect(lost({ repository: { before: 'a', after: 'b' } })).toEqual(["D: the candidate's repository was changed"]);
  });
});

describe('L, life', () => {
  it.for<[string, Partial<Judged>, string]>([
    ['no answer in time', { late: true, code: undefined }, 'L: the judge gave no answer in time'],
    ['a trace of its own', { crashed: true }, 'L: the judge fell over'],
  ])('is lost by %s', ([, change, loss]) => {
    expect(lost({ judged: [{ ...denied, ...change }] })).toEqual([loss]);
  });

  it('is lost when the next good candidate does not pass all', () => {
    expect(lost({ next: { ...contained.next, pass: 5, allowed: false } })).toEqual([
      'L: the next good candidate passes 5 of 6 and is not allowed',
    ]);
    expect(lost({ next: { ...denied, pass: undefined } })).toEqual([
      'L: the next good candidate passes 0 of 6 and is not allowed',
    ]);
  });
});

describe('C, cleanliness', () => {
  it.for<[keyof MachineState, string]>([
    ['processes', 'C: a process is left: something'],
    ['ports', 'C: a port is still open: something'],
    ['mounts', 'C: a mount is different: something'],
    ['home', 'C: HOME is different: something'],
    ['settings', 'C: settings are different: something'],
    ['temporary', 'C: a temporary file is left: something'],
  ])('is lost by something new in %s', ([key, loss]) => {
    expect(lost({ after: { ...quiet, [key]: [...(quiet[key] as readonly string[]), 'something'] } })).toEqual([loss]);
  });

  it('is lost by something that is gone', () => {
    expect(lost({ after: { ...quiet, mounts: [] } })).toEqual(['C: a mount is different: /']);
  });

  it('is lost by a disk that fills up', () => {
    expect(lost({ after: { ...quiet, bytes: 200 * 1024 ** 2 } })).toEqual(['C: the disk holds 200 MiB more']);
  });
});

describe('a text', () => {
  it('holds a secret in base64 wherever it begins', () => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      expect(holds(Buffer.from(`${before}${secrets.nonce}zz`).toString('base64'), secrets.nonce)).toBe(true);
    }
    expect(holds(Buffer.from('n0123456789abcdef0123').toString('base64'), secrets.nonce)).toBe(false);
  });
});
