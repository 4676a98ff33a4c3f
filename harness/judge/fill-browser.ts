import type { BrowserActs, FilledAct, FilledFacts, FilledLocator, FilledText } from '../model/adapter.ts';
import type { Act, Facts, Locator, LocatorBy, Wanted } from '../model/act.ts';
import { unreachable } from '../model/problem.ts';
import type { BrowserAction } from '../model/scenario.ts';
import { ExactNumber, type Value } from '../model/value.ts';
import { unknownKey } from '../vault/keys.ts';
import { searchedBy } from '../vault/locator.ts';
import { roles } from '../vault/roles.ts';
import { blameFor, fill, fillText } from './evaluate.ts';
import { type Filled, faulty, fillAll, fillEach, filled, andThen } from './fault.ts';
import { withoutOrigin } from './fill-http.ts';
import { fillWord } from './fill-text.ts';
import { fillPageRegex } from './regex.ts';
import type { Scope } from './scope.ts';

/** Fills the acts of a `browser` step. @param looks whether the step expects or saves anything of the page. */
export function fillBrowser({ kind, acts }: BrowserAction, scope: Scope, looks: boolean): Filled<BrowserActs> {
  return andThen(
    fillEach(acts, (act) => fillAct(act, scope)),
    (ready) => filled({ kind, acts: ready, looks }),
  );
}

function fillAct(act: Act, scope: Scope): Filled<FilledAct> {
  switch (act.is) {
    case 'goto':
      return andThen(fillPath(act.path, scope), (path) => filled({ is: act.is, path }));
    case 'reload':
    case 'back':
      return filled({ is: act.is });
    case 'press':
      return fillPress(act, scope);
    case 'dialog': {
      if (act.text === undefined) return filled({ is: act.is, accept: act.accept });
      return andThen(fillText(act.text, scope), (text) => filled({ is: act.is, accept: act.accept, text }));
    }
    case 'fill':
    case 'select': {
      const parts = fillAll({ target: fillLocator(act.target, scope), value: fillText(act.value, scope) });
      return andThen(parts, (ready) => filled({ is: act.is, ...ready }));
    }
    case 'upload': {
      const files = fillEach(act.files, (file) => fillWord(file, scope));
      return andThen(fillAll({ target: fillLocator(act.target, scope), files }), (ready) =>
        filled({ is: act.is, ...ready }),
      );
    }
    case 'see': {
      const parts = fillAll({ target: fillLocator(act.target, scope), facts: fillFacts(act.facts, scope) });
      return andThen(parts, (ready) => filled({ is: act.is, ...ready }));
    }
    case 'click':
    case 'dblclick':
    case 'hover':
    case 'check':
    case 'uncheck':
    case 'notSee':
      return andThen(fillLocator(act.target, scope), (target) => filled({ is: act.is, target }));
    default:
      return unreachable(act);
  }
}

/** A path on the candidate, as it is: a browser encodes what has to be. */
function fillPath(value: Value, scope: Scope): Filled<string> {
  return andThen(fillText(value, scope), (text) => {
    const path = withoutOrigin(text, scope);
    // Two slashes would begin another address.
    return /^\/(?![/\\])/.test(path)
      ? filled(path)
      : faulty(value.at, 'a path starts with one "/"', blameFor(value, scope));
  });
}

function fillPress({ is, key, target }: Act & { is: 'press' }, scope: Scope): Filled<FilledAct> {
  const keys = andThen(fillText(key, scope), (text) =>
    unknownKey(text) === undefined
      ? filled(text)
      : faulty(key.at, `"${text.slice(0, 60)}" is not a key`, blameFor(key, scope)),
  );
  const parts = fillAll({ key: keys, ...(target && { target: fillLocator(target, scope) }) });
  return andThen(parts, (ready) => filled({ is, ...ready }));
}

function fillLocator(locator: Locator, scope: Scope): Filled<FilledLocator> {
  const { nth, hasText, in: outer } = locator;
  const parts = fillAll({
    by: fillBy(locator.by, scope),
    ...(hasText && { hasText: fillWanted(hasText, 'hasText', scope) }),
    ...(outer && { in: fillLocator(outer, scope) }),
  });
  return andThen(parts, (ready) => filled({ ...ready, ...(nth === undefined ? {} : { nth }) }));
}

function fillBy(by: LocatorBy, scope: Scope): Filled<FilledLocator['by']> {
  switch (by.by) {
    case 'role': {
      const { name, exact } = by;
      const parts = fillAll({ role: fillRole(by.role, scope), ...(name && { name: fillWanted(name, 'name', scope) }) });
      return andThen(parts, (ready) => filled({ by: by.by, ...ready, exact }));
    }
    case 'css':
      return andThen(fillText(by.selector, scope), (selector) => filled({ by: by.by, selector }));
    case 'oneOf':
      return andThen(
        fillEach(by.locators, (one) => fillLocator(one, scope)),
        (locators) => filled({ by: by.by, locators }),
      );
    case 'label':
    case 'text':
    case 'placeholder':
    case 'testId':
      return andThen(fillWanted(by.text, by.by, scope), (text) => filled({ by: by.by, text, exact: by.exact }));
    default:
      return unreachable(by);
  }
}

function fillRole(value: Value, scope: Scope): Filled<string> {
  return andThen(fillText(value, scope), (role) =>
    roles.includes(role)
      ? filled(role)
      : faulty(value.at, `"${role.slice(0, 60)}" is not a role`, blameFor(value, scope)),
  );
}

/** @param key what it is wanted of: `name`, `testId`, `value`. */
function fillWanted(wanted: Wanted, key: string, scope: Scope): Filled<FilledText> {
  if (wanted.is === 'regex') return fillPageRegex(wanted.regex, searchedBy(key), scope);
  return andThen(fillText(wanted.text, scope), (text) => filled({ is: 'text', text }));
}

function fillFacts({ value, checked, enabled, count }: Facts, scope: Scope): Filled<FilledFacts> {
  const parts = fillAll({
    ...(value && { value: fillWanted(value, 'value', scope) }),
    ...(count && { count: fillCount(count, scope) }),
  });
  return andThen(parts, (ready) =>
    filled({
      ...ready,
      ...(checked && { checked: checked.is }),
      ...(enabled && { enabled: enabled.is }),
    }),
  );
}

function fillCount(
  { is, number }: NonNullable<Facts['count']>,
  scope: Scope,
): Filled<NonNullable<FilledFacts['count']>> {
  return andThen(fill(number, scope), (data) => {
    const count = data instanceof ExactNumber ? Number(data.digits) : Number.NaN;
    return Number.isSafeInteger(count) && count >= 0
      ? filled({ is, number: count })
      : faulty(number.at, 'a count is a whole number', blameFor(number, scope));
  });
}
