import type { DbQuery } from '../model/adapter.ts';
import type { DbAction } from '../model/scenario.ts';
import type { Value } from '../model/value.ts';
import { ExactNumber } from '../model/value.ts';
import { blameFor, fill } from './evaluate.ts';
import { andThen, faulty, type Filled, filled, fillEach } from './fault.ts';
import type { Scope } from './scope.ts';

/** Fills what is put in the place of each `?`. The query itself is never filled. */
export function fillDb({ kind, query, params, source }: DbAction, scope: Scope): Filled<DbQuery> {
  return andThen(
    fillEach(params, (param) => fillParam(param, scope)),
    (values) => filled({ kind, query, params: values, ...(source === undefined ? {} : { source }) }),
  );
}

function fillParam(param: Value, scope: Scope): Filled<DbQuery['params'][number]> {
  return andThen(fill(param, scope), (data): Filled<DbQuery['params'][number]> => {
    if (data === null || typeof data === 'boolean' || data instanceof ExactNumber) return filled(data);
    if (typeof data !== 'string') {
      const what = Array.isArray(data) ? 'a list' : 'a mapping';
      return faulty(param.at, `${what} can't be put in a query`, blameFor(param, scope));
    }
    return data.includes('\0')
      ? faulty(param.at, 'a NUL character cannot be put in a query', blameFor(param, scope))
      : filled(data);
  });
}
