import type { Report } from '../../harness/model/report.ts';
import { element, type Xml } from './xml.ts';

/**
 * The gate as a test case, so that a suite is never green when the tree may not be merged: a failure for `deny`, an error for
 * `hold`.
 */
export function gateCase(is: Report['decision']['is'], classname: string, message: string, text: string): Xml {
  const children = is === 'allow' ? [] : [element(outcomes[is], { message, type: is }, text)];
  return element('testcase', { name: 'gate', classname, time: '0' }, children);
}

/** How many failures and errors the gate adds to its suite. */
export function gateCounts(is: Report['decision']['is']): { readonly failures: number; readonly errors: number } {
  return { failures: is === 'deny' ? 1 : 0, errors: is === 'hold' ? 1 : 0 };
}

const outcomes = { deny: 'failure', hold: 'error' } as const;
