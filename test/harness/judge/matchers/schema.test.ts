import { describe, expect, it } from 'vitest';
import { match } from '../../../../harness/judge/expect.ts';
import { compileSchema } from '../../../../harness/judge/matchers/schema.ts';
import { trialScope } from '../../../../harness/judge/scope.ts';
import { subjectOf } from '../../../../harness/judge/subject.ts';
import { data, pattern } from '../../../rig/values.ts';

function notes(schema: unknown, source: string): readonly string[] {
  const found = match(pattern({ $schema: schema }), subjectOf({ is: 'json', source }), trialScope({ now: 0 }), 'body');
  return found.ok ? found.value.map(({ path, note }) => `${path}: ${note}`) : [`fault: ${found.fault.message}`];
}

describe('$schema', () => {
  it('tells every place that does not fit', () => {
    const schema = {
      type: 'object',
      required: ['id'],
      properties: { tags: { type: 'array', items: { type: 'string' } } },
      additionalProperties: false,
    };
    expect(notes(schema, '{"id": 1, "tags": ["a"]}')).toEqual(['body: must NOT have additional properties: "id"']);
    expect(notes(schema, '{"tags": ["a", 1]}')).toEqual([
      "body: must have required property 'id'",
      'body.tags[1]: must be string',
    ]);
  });

  it('compares constants and items by value, whatever their keys are called', () => {
    const hostile = '{"valueOf": 1, "constructor": 2, "__proto__": {"a": 1}}';
    expect(notes({ const: JSON.parse(hostile) }, hostile)).toEqual([]);
    expect(notes({ uniqueItems: true }, `[${hostile}, ${hostile}]`)).toEqual(['body: must NOT have duplicate items']);
    expect(notes({ uniqueItems: true }, '[{"a": 1, "b": 2}, {"b": 2, "a": 2}]')).toEqual([]);
    expect(notes({ enum: ['a', null] }, '"b"')).toEqual(['body: must be equal to one of the allowed values']);
    expect(notes({ enum: ['a', null] }, 'null')).toEqual([]);
  });

  it('takes no keys from a prototype', () => {
    expect(notes({ required: ['toString'] }, '{}')).toHaveLength(1);
    expect(notes({ properties: { constructor: { type: 'number' } } }, '{}')).toEqual([]);
  });

  it('matches candidate text with RE2 only', () => {
    const started = performance.now();
    expect(notes({ pattern: '^(a+)+$' }, `"${'a'.repeat(5000)}!"`)).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(1500);
    expect(notes({ pattern: '(?=a)' }, '"a"')[0]).toContain('fault: not a JSON Schema');
  });

  it('refuses documents that are too large to check, also under $not', () => {
    const large = `[${'1,'.repeat(200_000)}1]`;
    expect(notes(true, large)).toEqual(['body: it is too large to be checked']);
    expect(notes({ not: { pattern: '^a' } }, `"${'a'.repeat(1_100_000)}"`)).toHaveLength(1);
    const negated = pattern({ $not: { $schema: { type: 'string' } } });
    const found = match(negated, subjectOf({ is: 'json', source: large }), trialScope({ now: 0 }), 'body');
    expect(found.ok && found.value.length).toBe(1);
  });

  it('is a fault of the scenario when it is no schema', () => {
    expect(compileSchema(data({ type: 'strnig' }))).toContain('not a JSON Schema');
    expect(compileSchema(data({ $ref: 'https://example.org/other' }))).toContain('not a JSON Schema');
  });
});
