import { describe, expect, it } from 'vitest';
import type { Span } from '../../../harness/model/problem.ts';
import type { Template } from '../../../harness/model/value.ts';
import { startReading } from '../../../harness/vault/reading.ts';
import { sourceOf, spanOf } from '../../../harness/vault/source.ts';
import { parseTemplate } from '../../../harness/vault/template.ts';

function parse(text: string): { template: Template; complaints: readonly string[]; places: readonly Span[] } {
  const source = sourceOf('a.yaml', text);
  const reading = startReading(source, { templates: true });
  const template = parseTemplate(text, reading, (_open, start, end) => spanOf(source, start, end));
  const complaints = reading.problems.map(({ message, excerpt }) => `${excerpt?.at.column}: ${message}`);
  return { template, complaints, places: [...reading.places.values()] };
}

const variable = (name: string, ...path: (string | number)[]) => ({ is: 'variable', name, path });
const number = (digits: string) => ({ is: 'number', digits });

describe('a template', () => {
  it.each([
    ['', ['']],
    ['plain $5 {x}', ['plain $5 {x}']],
    ['${a}', [variable('a')]],
    ['Call ${a}!', ['Call ', variable('a'), '!']],
    ['${a}${b}', [variable('a'), variable('b')]],
    ['$${a} costs $$', ['${a} costs $$']],
    ['${a}$${b}', [variable('a'), '${b}']],
  ])('%j is split into literals and expressions', (text, template) => {
    expect(parse(text)).toMatchObject({ template, complaints: [] });
  });

  it.each([
    ['${ user.items[0]["set-cookie"].id }', variable('user', 'items', 0, 'set-cookie', 'id')],
    ['${app.url}', variable('app.url')],
    ['${work.dir.x}', variable('work.dir', 'x')],
    ["${'it''s'}", { is: 'text', value: "it's" }],
    ['${-1.50}', { is: 'negate', of: number('1.50') }],
    ['${now()}', { is: 'call', name: 'now', args: [] }],
    ['${random.int(1, n)}', { is: 'call', name: 'random.int', args: [number('1'), variable('n')] }],
    ["${random.pick('}', '{')}", { is: 'call', name: 'random.pick', args: [{ value: '}' }, { value: '{' }] }],
  ])('%s is one expression', (text, expression) => {
    expect(parse(text)).toMatchObject({ template: [expression], complaints: [] });
  });

  it('computes products before sums, and from the left', () => {
    const { template } = parse('${a - b - c * (d + 1)}');
    const product = { operator: '*', left: variable('c'), right: { operator: '+', left: variable('d') } };
    expect(template).toMatchObject([
      { operator: '-', left: { operator: '-', left: variable('a'), right: variable('b') }, right: product },
    ]);
  });

  it('remembers where variables and calls stand', () => {
    expect(parse('x ${upper(user.name)}').places).toMatchObject([
      { column: 11, length: 9 },
      { column: 5, length: 5 },
    ]);
  });

  it.each([
    ['${', "3: a variable, a number, a 'text' or a call is expected here"],
    ['x ${a', '3: "${" without its "}"'],
    ['${}', "3: a variable, a number, a 'text' or a call is expected here"],
    ['${a b}', '5: an operator or "}" is expected here, not "b"'],
    ['${a > b}', '5: an operator or "}" is expected here, not ">"'],
    ['${a.}', '5: a name is expected after "."'],
    ['${a[x]}', '4: an index or a quoted key is expected between "[" and "]"'],
    ["${'a}", '3: this text has no closing quote'],
    ['${(a}', '3: "(" without its ")"'],
    ['${f(a}', '4: "(" without its ")"'],
    ['${1 + }', "7: a variable, a number, a 'text' or a call is expected here"],
    [`\${${'('.repeat(50)}`, '35: this expression is nested too deep'],
    [`\${${'1+'.repeat(50)}1}`, '68: this expression is too long'],
  ])('%s is a Problem at the very place', (text, complaint) => expect(parse(text).complaints).toEqual([complaint]));
});
