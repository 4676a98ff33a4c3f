import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isList } from '../../../harness/judge/data.ts';
import { evaluate, fillText } from '../../../harness/judge/evaluate.ts';
import { match } from '../../../harness/judge/expect.ts';
import { parseJson } from '../../../harness/judge/parse-json.ts';
import { childOf } from '../../../harness/judge/path.ts';
import { randomStream } from '../../../harness/judge/random.ts';
import { bind, bindSaved, trialScope, type Scope } from '../../../harness/judge/scope.ts';
import { type Subject, subjectOf } from '../../../harness/judge/subject.ts';
import type { Pattern } from '../../../harness/model/pattern.ts';
import { type Data, ExactNumber, type Value } from '../../../harness/model/value.ts';
import { expressions, names, texts } from '../../rig/arbitrary/expressions.ts';
import { patterns, searches } from '../../rig/arbitrary/patterns.ts';
import { jsons, seen } from '../../rig/arbitrary/seen.ts';
import { tries } from '../../rig/prove.ts';
import { at, value } from '../../rig/values.ts';

const missing: Subject = { is: 'missing', why: '' };
const unreadable = subjectOf({ is: 'json', source: '<html>' });
const read = (json: string): Data => {
  const parsed = parseJson(json);
  return parsed.ok ? parsed.data : expect.fail(parsed.error);
};

/** Every name that patterns and templates of the generators may use stands for some JSON. */
const scopes = fc.array(jsons, { minLength: 8, maxLength: 8 }).map((sources) => {
  const all = ['a', 'user_1', 'B', '_', 'constructor', 'toString', '__proto__', 'n'];
  return all.reduce<Scope>(
    (scope, name, index) => (index % 2 === 0 ? bind : bindSaved)(scope, name, read(sources[index] ?? 'null')),
    trialScope({ now: 0, url: 'http://x', appDir: '/app', workDir: '/work' }),
  );
});

/** Is it met? A Fault is no judgement. */
function meets(pattern: Pattern, subject: Subject, scope: Scope): boolean | undefined {
  const found = match(pattern, subject, scope, 'it');
  return found.ok ? found.value.length === 0 : undefined;
}

/** What may be met by a value that isn't there. */
function takesMissing(pattern: Pattern): boolean {
  if (pattern.is === 'all') return pattern.patterns.every(takesMissing);
  return pattern.is === '$optional' || (pattern.is === 'word' && pattern.word === '$absent');
}

describe('any pattern', () => {
  it('never throws, whatever was seen, and says what differs on bounded lines', () => {
    fc.assert(
      fc.property(patterns, seen, scopes, (pattern, one, scope) => {
        const found = match(pattern, subjectOf(one), scope, 'it');
        for (const { path, expected, received, note = '' } of found.ok ? found.value : []) {
          expect(path.startsWith('it')).toBe(true);
          expect(expected.length + received.length + note.length).toBeLessThan(900);
          expect(expected + received + note + path).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        }
        if (!found.ok) expect(found.fault.message).not.toBe('');
      }),
      { numRuns: tries(1000) },
    );
  });

  it('is met by a missing value only where it says $absent or $optional, and never by an unreadable one', () => {
    fc.assert(
      fc.property(patterns, scopes, (pattern, scope) => {
        expect(meets(pattern, missing, scope) ?? takesMissing(pattern)).toBe(takesMissing(pattern));
        expect(meets(pattern, unreadable, scope) ?? false).toBe(false);
      }),
      { numRuns: tries(1000) },
    );
  });

  it('is never met together with its $not, nor is $not by what is missing', () => {
    fc.assert(
      fc.property(patterns, seen, scopes, (pattern, one, scope) => {
        const not: Pattern = { is: '$not', pattern, at };
        const subject = subjectOf(one);
        expect([meets(pattern, subject, scope), meets(not, subject, scope)]).not.toEqual([true, true]);
        if (subject.is === 'missing' || subject.is === 'unreadable') expect(meets(not, subject, scope)).not.toBe(true);
      }),
      { numRuns: tries(1000) },
    );
  });

  it('is not met by nothing: no list, text or mapping that is empty holds anything', () => {
    const empty = fc.constantFrom<Subject>(
      ...['[]', '{}', '""'].map((source) => subjectOf({ is: 'json', source })),
      subjectOf({ is: 'text', text: '' }),
      subjectOf({ is: 'text', text: '\u001b[0m\r\n' }),
    );
    fc.assert(
      fc.property(searches, empty, scopes, (pattern, subject, scope) => {
        expect(meets(pattern, subject, scope)).not.toBe(true);
      }),
      { numRuns: tries(300) },
    );
  });

  it('that is written as data is met by that data, and by no other scalar in its place', () => {
    fc.assert(
      fc.property(jsons, jsons, (json, other) => {
        const [one, two] = [read(json), read(other)];
        const scope = trialScope({ now: 0 });
        expect(meets(asPattern(one), { is: 'data', data: one }, scope)).toBe(true);
        expect(meets({ is: '$equals', value: asValue(one), at }, { is: 'data', data: one }, scope)).toBe(true);
        const same = meets({ is: '$equals', value: asValue(one), at }, { is: 'data', data: two }, scope);
        const back = meets({ is: '$equals', value: asValue(two), at }, { is: 'data', data: one }, scope);
        expect(same).toBe(back);
        if (same === true) expect(meets(asPattern(one), { is: 'data', data: two }, scope)).toBe(true);
      }),
      { numRuns: tries(300) },
    );
  });
});

describe('any expression', () => {
  it('comes to a value or a Fault of one line, never a throw', () => {
    fc.assert(
      fc.property(expressions, scopes, fc.boolean(), (expression, scope, drawn) => {
        const result = evaluate(expression, scope, at, drawn ? stream() : undefined);
        if (!result.ok) expect(result.fault.message).toMatch(/^.{1,400}$/u);
      }),
      { numRuns: tries(1000) },
    );
  });

  it('sees keys that data has, and no others', () => {
    fc.assert(
      fc.property(
        jsons,
        fc.oneof(names, fc.constantFrom('length', 'size', 'digits', 'get', 'at', 'valueOf')),
        (json, key) => {
          const data = read(json);
          const result = evaluate(
            { is: 'variable', name: 'a', path: [key] },
            bind(trialScope({ now: 0 }), 'a', data),
            at,
          );
          const own = data instanceof Map && data.has(key);
          expect(result.ok).toBe(own);
          if (result.ok && data instanceof Map) expect(result.value).toBe(data.get(key));
          expect(childOf(data, 0)).toBe(isList(data) ? data[0] : undefined);
        },
      ),
      { numRuns: tries(500) },
    );
  });

  it('in a text makes a text of bounded length, or a Fault', () => {
    fc.assert(
      fc.property(texts, scopes, (text, scope) => {
        const result = fillText(text, scope, stream());
        if (result.ok) expect(result.value.length).toBeLessThanOrEqual(1024 * 1024);
      }),
      { numRuns: tries(500) },
    );
  });
});

const stream = () => randomStream('seed');

/** Data as an author writes it. */
function asValue(data: Data): Value {
  if (data instanceof ExactNumber) return { is: 'number', digits: data.digits, at };
  if (isList(data)) return { is: 'list', items: data.map(asValue), at };
  if (!(data instanceof Map)) return value(data);
  return { is: 'map', entries: [...data].map(([key, one]) => ({ key, keyAt: at, value: asValue(one) })), at };
}

function asPattern(data: Data): Pattern {
  if (isList(data)) return { is: 'list', items: data.map(asPattern), at };
  if (!(data instanceof Map)) return { is: 'equal', value: asValue(data), at };
  return { is: 'map', entries: [...data].map(([key, one]) => ({ key, keyAt: at, pattern: asPattern(one) })), at };
}
