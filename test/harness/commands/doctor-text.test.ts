import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fine, gap, lacking } from '../../../harness/cell/machine/fact.ts';
import { doctorText } from '../../../harness/commands/doctor-text.ts';
import { expectGolden } from '../../rig/golden.ts';

const plain = { colour: false, width: 80 };
const well = [fine('platform', 'linux x64'), fine('cell', '14 of 14 walls seen from inside')];
const weak = gap(
  'cgroups',
  'version 2: no group above this process hands down memory and pids',
  'A Cell’s memory is watched ten times a second and not capped: a fast allocator can go over for a moment.',
  'systemd-run --user --scope holdout run',
);
const none = lacking('overlay', 'can’t be mounted in a user namespace', 'sudo modprobe overlay');

describe('what doctor prints', () => {
  it('reads as its golden', () => {
    const text = [well, [...well, weak], [...well, weak, none]]
      .map((facts) => doctorText(facts, plain))
      .join('\n---\n\n');
    expectGolden(import.meta.url, 'doctor.txt', text);
  });

  it('says in colours what it says without them, and obeys nothing that it shows', () => {
    const facts = [weak, fine('vault', '/v\u001b[31m is private')];
    const coloured = doctorText(facts, { ...plain, colour: true });
    expect(stripVTControlCharacters(coloured)).toBe(doctorText(facts, plain));
    expect(doctorText(facts, plain)).not.toContain('\u001b');
  });
});
