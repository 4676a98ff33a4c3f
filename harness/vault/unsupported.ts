import type { Entry, Value } from '../model/value.ts';
import { complain, type Reading } from './reading.ts';
import { entryAt, isTrue, valueAt } from './values.ts';

/** Says of what the language has and this version doesn't do that it doesn't: ignoring it would be a wrong verdict. */
function complainOfUnsupported(reading: Reading, entry: Entry | undefined, what: string): void {
  if (entry === undefined) return;
  complain(reading, 'not-supported-yet', entry.keyAt, `${what} not supported yet`, {
    fix: 'leave it out until a version of Holdout supports it',
  });
}

/** Keys of vault.yaml that are known and not acted on. */
export function complainOfUnsupportedKeys(reading: Reading, root: Value): void {
  const gate = valueAt(root, 'gate');
  const require = valueAt(gate, 'require');
  if (isTrue(valueAt(require, 'qualified'))) {
    complainOfUnsupported(reading, entryAt(require, 'qualified'), 'counting only qualified scenarios is');
  }
}
