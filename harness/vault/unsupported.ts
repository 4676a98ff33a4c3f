import type { Entry, Value } from '../model/value.ts';
import { complain, type Reading } from './reading.ts';
import { entryAt, isTrue, valueAt } from './values.ts';

/** Says of what the language has and this version doesn't do that it doesn't: ignoring it would be a wrong verdict. */
export function complainOfUnsupported(reading: Reading, entry: Entry | undefined, what: string): void {
  if (entry === undefined) return;
  complain(reading, 'not-supported-yet', entry.keyAt, `${what} not supported yet`, {
    fix: 'leave it out until a version of Holdout supports it',
  });
}

/** Kinds of steps that are decoded and not run. */
export const unsupportedKinds: readonly string[] = ['browser', 'db', 'use'];

/** Keys of vault.yaml that are known and not acted on. */
export function complainOfUnsupportedKeys(reading: Reading, root: Value): void {
  const gate = valueAt(root, 'gate');
  const require = valueAt(gate, 'require');
  complainOfUnsupported(reading, entryAt(valueAt(root, 'candidate'), 'db'), 'databases are');
  complainOfUnsupported(reading, entryAt(root, 'services'), 'services are');
  complainOfUnsupported(reading, entryAt(gate, 'base'), 'comparing with a base is');
  complainOfUnsupported(reading, entryAt(gate, 'quarantine'), 'quarantine is');
  if (isTrue(valueAt(require, 'qualified'))) {
    complainOfUnsupported(reading, entryAt(require, 'qualified'), 'counting only qualified scenarios is');
  }
}
