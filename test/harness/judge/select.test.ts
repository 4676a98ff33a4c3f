import { describe, expect, it } from 'vitest';
import { printJson } from '../../../harness/judge/data.ts';
import { trialScope } from '../../../harness/judge/scope.ts';
import { select } from '../../../harness/judge/select.ts';
import type { Selection } from '../../../harness/model/scenario.ts';
import { at, value } from '../../rig/values.ts';

const observation = {
  fields: {
    body: { is: 'json', source: '{"items": [{"id": 12345678901234567890}], "name": "x"}' },
    page: { is: 'json', source: '<html>' },
    headers: {
      is: 'headers',
      pairs: [
        ['Location', '/a/7'],
        ['Set-Cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    },
    stdout: { is: 'text', text: 'created id=42 \r\n' },
    stderr: { is: 'missing', why: 'killed after 10s' },
  },
} as const;

/** The saved value as JSON, or `path received (note)`. */
function saved(from: Selection): string {
  const selected = select({ variable: 'v', from, at }, observation, trialScope({ now: 0 }));
  if (!selected.ok) return `fault: ${selected.fault.message}`;
  if (selected.value.is === 'found') return printJson(selected.value.data);
  const { path, received, note } = selected.value.finding;
  return `${path} ${received} (${note})`;
}

describe('select', () => {
  it('picks out of JSON, every digit kept', () => {
    expect(saved({ field: 'body', path: ['items', 0, 'id'] })).toBe('12345678901234567890');
    expect(saved({ field: 'body', path: ['items', -1] })).toBe('{"id":12345678901234567890}');
  });

  it('picks headers in any case, repeated ones joined', () => {
    expect(saved({ field: 'headers', path: ['location'] })).toBe('"/a/7"');
    expect(saved({ field: 'headers', path: ['SET-COOKIE'] })).toBe('"a=1, b=2"');
  });

  it('picks text without its line end, and the first group of a regular expression', () => {
    expect(saved({ field: 'stdout', path: [] })).toBe('"created id=42"');
    expect(saved({ field: 'stdout', path: [], regex: value('id=(\\d+)') })).toBe('"42"');
    expect(saved({ field: 'headers', path: ['location'], regex: value('/(\\w+)$') })).toBe('"7"');
    expect(saved({ field: 'stdout', path: [], regex: value('id=') })).toBe('"id="');
  });

  it('tells what is missing, and why', () => {
    expect(saved({ field: 'body', path: ['items', 3, 'id'] })).toBe('body.items[3] missing (the list has 1 items)');
    expect(saved({ field: 'body', path: ['nmae'] })).toBe('body.nmae missing (there is "name")');
    expect(saved({ field: 'body', path: ['name', 'length'] })).toBe('body.name.length missing (it is text)');
    expect(saved({ field: 'page', path: ['id'] })).toBe('page.id "<html>" (not JSON: unexpected "<" at character 1)');
    expect(saved({ field: 'stderr', path: [] })).toBe('stderr missing (killed after 10s)');
    expect(saved({ field: 'stdout', path: [], regex: value('no (x)') })).toBe(
      'stdout "created id=42" (/no (x)/ does not match)',
    );
  });

  it('is a fault of the scenario when the regular expression is none', () => {
    expect(saved({ field: 'stdout', path: [], regex: value('(') })).toContain('fault: not a regular expression');
  });
});
