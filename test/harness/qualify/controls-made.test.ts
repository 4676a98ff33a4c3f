import { describe, expect, it } from 'vitest';
import type { Place } from '../../../harness/judge/task.ts';
import { defaultLimits } from '../../../harness/model/limits.ts';
import type { Scenario } from '../../../harness/model/scenario.ts';
import type { Recipe } from '../../../harness/model/vault.ts';
import { allAtOnce, equivalents } from '../../../harness/qualify/equivalents.ts';
import { inTime, nullControls } from '../../../harness/qualify/nulls.ts';

const recipe = (more: Partial<Recipe>): Recipe => ({
  ...{ toolchain: [], env: { A: '1' }, install: [], build: [], registries: [], bin: {}, db: {}, services: [] },
  ready: { by: 'port', within: 1000 },
  fresh: 'scenario',
  ...more,
});

const place = (more: Partial<Recipe>): Place => ({
  confinement: 'bubblewrap',
  dir: '/tmp',
  tree: '/t',
  toolchain: { binds: [], links: [], path: [], hostPath: [] },
  recipe: recipe(more),
  limits: defaultLimits,
});

const server = { start: 'node server.js', port: 3000 } as const;
const steps = (kind: 'http' | 'run') =>
  ({ before: [], steps: [{ action: { kind } }], after: [] }) as unknown as Scenario;

/** Milliseconds that each null candidate is given, for a scenario that takes so many on what is good. */
const times = (usual: number) =>
  nullControls(place(server)).map((one) => [one.control.name, inTime(one, usual).place.limits.trial] as const);

describe('null candidates', () => {
  it('are nine servers for a server, none of which is started', () => {
    const nulls = nullControls(place(server));
    expect(nulls).toHaveLength(9);
    for (const { control, place: own } of nulls) {
      expect(own.wire).toEqual({ kind: 'null', name: control.name });
      expect(own.recipe).not.toHaveProperty('start');
    }
  });

  it('are four programs for a command-line program, each in place of all of them', () => {
    const nulls = nullControls(place({ bin: { notes: 'node notes.js', sync: 'node sync.js' } }));
    expect(nulls.map(({ control }) => control.name)).toEqual([
      'prints nothing',
      'prints its input',
      'prints its arguments',
      'exits with 1',
    ]);
    expect(nulls[1]?.place.recipe.bin).toEqual({ notes: 'cat', sync: 'cat' });
    expect(nulls[1]?.place).not.toHaveProperty('wire');
  });

  it('are both for a server with programs, each while the other does nothing', () => {
    const nulls = nullControls(place({ ...server, bin: { notes: 'node notes.js' } }));
    expect(nulls).toHaveLength(13);
    expect(nulls[3]?.place.recipe.bin).toEqual({ notes: 'true' });
    expect(nulls[12]?.place.wire).toEqual({ kind: 'null', name: 'closes' });
  });

  it('are not waited for longer than they could take', () => {
    expect(Object.fromEntries(times(100))).toMatchObject({ hangs: 1000, '404': 5000 });
    expect(Object.fromEntries(times(6000))).toMatchObject({ hangs: 1000, '404': 20_000 });
    expect(Object.fromEntries(times(60_000))).toMatchObject({ '404': 60_000 });
  });
});

describe('equivalent answers', () => {
  it('are of a server what it says otherwise, and of any program where it is', () => {
    const names = equivalents(place(server), steps('http')).map(({ control }) => control.name);
    expect(names).toContain('reversed-keys');
    expect(names).toContain('another time zone');
    const programs = equivalents(place({}), steps('run'));
    expect(programs.map(({ control }) => control.name)).toEqual(['another time zone']);
    expect(programs[0]?.place.recipe.env).toEqual({ A: '1', TZ: 'Pacific/Chatham' });
  });

  it('leave alone what the vault sets itself', () => {
    const own = place({ ...server, env: { TZ: 'Europe/Oslo', LANG: 'nb_NO.UTF-8' } });
    const names = equivalents(own, steps('http')).map(({ control }) => control.name);
    expect(names).not.toContain('another time zone');
    expect(names).not.toContain('another locale');
    expect(allAtOnce(own, steps('http')).place.recipe.env).toEqual({ TZ: 'Europe/Oslo', LANG: 'nb_NO.UTF-8' });
  });

  it('are at the same port for what runs beside the server, where no other leads to it', () => {
    const names = equivalents(place(server), steps('run')).map(({ control }) => control.name);
    expect(names).not.toContain('other-port');
    expect(allAtOnce(place(server), steps('run')).place.wire).toMatchObject({
      names: expect.not.arrayContaining(['other-port']),
    });
    expect(allAtOnce(place(server), steps('http')).place.wire).toMatchObject({
      names: expect.arrayContaining(['other-port', 'late', 'reversed-keys']),
    });
  });
});
