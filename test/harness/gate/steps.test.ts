import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { masker } from '../../../harness/gate/mask.ts';
import { reportTrial } from '../../../harness/gate/steps.ts';
import type { FilledAction, FilledLocator } from '../../../harness/model/adapter.ts';
import type { Observation } from '../../../harness/model/observation.ts';
import type { RecordedStep, Recording } from '../../../harness/model/recording.ts';
import type { ReportStep } from '../../../harness/model/report.ts';
import { ExactNumber } from '../../../harness/model/value.ts';
import { answer, shows } from '../../rig/recordings.ts';
import { outcome } from '../../rig/runs.ts';

const step = (action: FilledAction, ...seen: readonly Observation[]): RecordedStep => ({
  place: 'steps/0',
  name: 'a step',
  as: 'default',
  action,
  seen,
  times: seen.map(() => ({ first: 0, last: 0, count: 1 })),
  attempts: seen.length,
  ms: 12,
  met: true,
});
const recordingOf = (...steps: readonly RecordedStep[]): Recording => ({
  version: 1,
  trial: { scenario: 'a', row: 0, repeat: 0 },
  seed: 'seed',
  now: 0,
  app: { dir: '/app' },
  workDir: '/work',
  files: '',
  timeout: 1000,
  steps,
});
const plain = (text: string): string => text;
const stepsOf = (recorded: RecordedStep, mask = plain): readonly ReportStep[] =>
  reportTrial(recordingOf(recorded), outcome('pass'), 1, mask).steps;

const request = { kind: 'http', headers: [], redirects: 0, timeout: 1000 } as const;
const missing = (why: string): Observation['fields'] => ({
  status: { is: 'missing', why },
  body: { is: 'missing', why },
});
const text = (said: string) => ({ is: 'text', text: said }) as const;
const button: FilledLocator = { by: { by: 'role', role: 'button', name: text('Add "it"'), exact: false } };
const row: FilledLocator = { by: { by: 'css', selector: 'li' }, nth: -1, hasText: text('Tea') };
const email: FilledLocator = { by: { by: 'label', text: text('E-mail'), exact: true }, in: row };

const steps: readonly RecordedStep[] = [
  step(
    {
      ...request,
      method: 'POST',
      target: '/api/login?next=%2F',
      headers: [['authorization', 'Bearer hush-hush']],
      content: { is: 'text', type: 'application/json', text: '{"user":"ann","password":"hush-hush"}' },
    },
    answer({ error: 'no' }, 401),
    {
      ...answer({ token: 'hush-hush' }),
      replay: "curl -i http://127.0.0.1:3000/api/login -H 'Authorization: hush-hush'",
    },
  ),
  step(
    {
      ...request,
      method: 'PUT',
      target: '/files',
      content: {
        is: 'multipart',
        parts: [
          { is: 'field', name: 'title', text: 'Tea' },
          { is: 'file', name: 'one', filename: 'a.png', type: 'image/png', path: 'a.png' },
          { is: 'content', name: 'two', filename: 'b.txt', text: 'hello' },
        ],
      },
    },
    { fields: missing('connection refused'), note: 'connection refused' },
  ),
  step(
    {
      kind: 'run',
      argv: ['app', 'add', "it's tea"],
      env: { TOKEN: 'hush-hush' },
      cwd: 'sub',
      stdin: 'yes\n',
      timeout: 1,
    },
    {
      fields: { exit: { is: 'number', value: 1 }, stdout: text('added\n'), stderr: text('') },
      limit: 'output',
      note: 'killed after 10s',
    },
  ),
  step(
    { kind: 'file', path: '/app/out.txt' },
    {
      fields: {
        exists: { is: 'boolean', value: true },
        text: { is: 'missing', why: 'it has 2 MiB, more than limit "output" (1 MiB)' },
      },
    },
  ),
  step(
    {
      kind: 'db',
      source: 'main',
      query: 'select *\nfrom todo where id = ? and name = ? and gone is ?\n',
      params: [new ExactNumber('1.10'), 'it’s', null],
    },
    { fields: { rows: { is: 'json', source: '[{"id":1.10}]' }, count: { is: 'number', value: 1 } } },
  ),
  step({ kind: 'db', query: 'selct', params: [] }, { fields: missing('near "selct": syntax error') }),
  step(
    {
      kind: 'browser',
      looks: true,
      acts: [
        { is: 'goto', path: '/login' },
        { is: 'dialog', accept: true, text: 'yes' },
        { is: 'dialog', accept: false },
        { is: 'fill', target: email, value: 'hush-hush' },
        { is: 'select', target: { by: { by: 'testId', text: text('size'), exact: true } }, value: 'Large' },
        { is: 'press', key: 'Enter' },
        { is: 'press', key: 'Tab', target: button },
        {
          is: 'upload',
          target: { by: { by: 'placeholder', text: text('file'), exact: true } },
          files: ['a.png', 'b.png'],
        },
        { is: 'dblclick', target: row },
        { is: 'click', target: { by: { by: 'oneOf', locators: [button, row] } } },
        { is: 'reload' },
        { is: 'back' },
        {
          is: 'see',
          target: {
            by: { by: 'text', text: { is: 'regex', source: 'sa.ed', flags: 'i', shown: '/sa.ed/i' }, exact: false },
          },
          facts: { value: text('1'), checked: false, enabled: true, count: { is: '$gte', number: 2 } },
        },
        { is: 'notSee', target: { by: { by: 'role', role: 'alert', exact: false } } },
      ],
    },
    shows('Welcome\nann'),
  ),
  step(
    { kind: 'browser', looks: false, acts: [{ is: 'check', target: button }] },
    {
      fields: missing('the step stopped before'),
      stopped: { act: 0, expected: 'a button named "Add"', received: 'no such thing', note: 'there are 3 links' },
    },
  ),
];

describe('what a Trial did and saw', () => {
  it('reads as its golden', () => {
    const { steps: told } = reportTrial(recordingOf(...steps), outcome('fail'), 40, masker(['hush-hush']));
    const page = told
      .map(({ kind, action, seen, attempts, replay }) =>
        [
          `--- ${kind}, attempts: ${attempts}`,
          action,
          ...seen.map(([field, said]) => `[${field}] ${said}`),
          ...(replay === undefined ? [] : [`replay: ${replay}`]),
        ].join('\n'),
      )
      .join('\n\n');
    const file = new URL('golden/steps.txt', import.meta.url);
    if (process.env['UPDATE'] === '1') {
      mkdirSync(new URL('golden/', import.meta.url), { recursive: true });
      writeFileSync(file, `${page}\n`);
    }
    expect(`${page}\n`).toBe(readFileSync(file, 'utf8'));
  });

  it('is told with its row and repeat, counted from 1, and whether it only confirmed a fail', () => {
    const first = outcome('fail', { trial: { scenario: 'a', row: 1, repeat: 2 } });
    expect(reportTrial(recordingOf(), first, 40, plain)).toEqual({ row: 2, repeat: 3, is: 'fail', ms: 40, steps: [] });
    const again = outcome('pass', { trial: { scenario: 'a', row: 1, repeat: 2, confirm: 1 } });
    expect(reportTrial(recordingOf(), again, 40, plain)).toMatchObject({ is: 'pass', confirms: true });
  });

  it('is bounded, in each text and in all that a step saw', () => {
    const long = 'x'.repeat(5000);
    const fields = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, text(long)]));
    const [told] = stepsOf(step({ kind: 'file', path: long }, { fields }));
    expect(told?.action.length).toBe(2000);
    expect(told?.seen.map(([field, said]) => [field, said.length])).toEqual([
      ['a', 2000],
      ['b', 2000],
      ['c', 2000],
    ]);
    expect(told?.seen[0]?.[1].endsWith('x…')).toBe(true);
  });

  it('shows no secret, also where a text was cut in the middle of one', () => {
    const secret = 'very-secret-value';
    const said = `${'x'.repeat(1990)}${secret}`;
    const [told] = stepsOf(
      step({ kind: 'file', path: secret }, { fields: { [secret]: text(said) } }),
      masker([secret]),
    );
    expect(JSON.stringify(told)).not.toContain('very-');
    expect(told?.seen[0]?.[1]).toContain('‹secret›');
  });
});
