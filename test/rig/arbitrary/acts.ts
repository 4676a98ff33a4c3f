import * as fc from 'fast-check';
import type { Act, Facts, Locator, Wanted } from '../../../harness/model/act.ts';
import type { Value } from '../../../harness/model/value.ts';
import { at } from '../values.ts';
import { texts } from './expressions.ts';
import { constant, literal, oneOrMore, paths, plainWord, scalars, small } from './patterns.ts';

const texty = fc.oneof(
  plainWord,
  texts.filter(({ template }) => template[0] !== ''),
);
const wanted: fc.Arbitrary<Wanted> = fc.oneof(
  texty.filter((text) => !isEmpty(text)).map((text): Wanted => ({ is: 'text', text, at })),
  literal(fc.constantFrom('/saved/i', '^[0-9]+$')).map((regex): Wanted => ({ is: 'regex', regex, at })),
);
const isEmpty = (value: Value): boolean => value.is === 'text' && value.template[0] === '';

const { locator: locators } = fc.letrec<{ locator: Locator }>((tie) => ({
  locator: fc.record(
    {
      by: fc.oneof(
        small,
        fc.record({ by: constant('role'), role: plainWord, name: wanted, exact: fc.boolean() }),
        fc.record({ by: constant('role'), role: plainWord, exact: constant(false) }),
        fc.record({ by: fc.constantFrom('label', 'text', 'placeholder', 'testId'), text: wanted, exact: fc.boolean() }),
        fc.record({ by: constant('css'), selector: texty }),
        fc.record({ by: constant('oneOf'), locators: fc.array(tie('locator'), oneOrMore) }),
      ),
      hasText: wanted,
      nth: fc.integer({ min: -9, max: 99 }),
      in: tie('locator'),
      at: constant(at),
    },
    { requiredKeys: ['by', 'at'] },
  ),
}));

const flag = fc.record({ is: fc.boolean(), at: constant(at) });
const count = fc.record({
  is: fc.constantFrom('=', '$gt', '$gte', '$lt', '$lte'),
  number: fc.nat().map((number): Value => ({ is: 'number', digits: String(number), at })),
  at: constant(at),
});
const facts = fc.record(
  { value: wanted, checked: flag, enabled: flag, count },
  { requiredKeys: [] },
) as fc.Arbitrary<Facts>;
const act = (parts: { readonly [key: string]: fc.Arbitrary<unknown> }): fc.Arbitrary<Act> =>
  fc.record({ ...parts, at: constant(at) }) as fc.Arbitrary<unknown> as fc.Arbitrary<Act>;

export const acts: fc.Arbitrary<Act> = fc.oneof(
  act({ is: constant('goto'), path: paths }),
  act({ is: fc.constantFrom('reload', 'back') }),
  act({ is: fc.constantFrom('click', 'dblclick', 'hover', 'check', 'uncheck', 'notSee'), target: locators }),
  act({ is: fc.constantFrom('fill', 'select'), target: locators, value: scalars }),
  act({ is: constant('press'), key: plainWord }),
  act({ is: constant('press'), key: plainWord, target: locators }),
  act({ is: constant('upload'), target: locators, files: fc.array(texts, oneOrMore) }),
  act({ is: constant('dialog'), accept: fc.boolean() }),
  act({ is: constant('dialog'), accept: constant(true), text: texts }),
  act({ is: constant('see'), target: locators, facts }),
);
