import { paint } from '../../harness/model/frame.ts';
import type { Isolation, VerdictWord } from '../../harness/model/run.ts';
import type { Style } from '../../harness/model/report.ts';

/** What is printed for a Verdict; what the owner has to look at stands out without colours too. */
export const verdictText: { readonly [verdict in VerdictWord]: string } = {
  pass: 'pass',
  fail: 'FAIL',
  flaky: 'FLAKY',
  error: 'ERROR',
  skip: 'skip',
};

// SGR numbers.
const verdictCodes: { readonly [verdict in VerdictWord]: string } = {
  pass: '32',
  fail: '1;31',
  flaky: '1;33',
  error: '1;35',
  skip: '2',
};
const decisionCodes = { allow: '1;32', deny: '1;31', hold: '1;33' } as const;
const isolationCodes: { readonly [isolation in Isolation]: string } = {
  sealed: '2',
  'same-user': '33',
  unconfined: '1;31',
};

/** The reporter's colours by what they are for; plain text when the style has none. */
export function palette({ colour }: Style) {
  return {
    strong: paint('1', colour),
    faint: paint('2', colour),
    verdict: (verdict: VerdictWord) => paint(verdictCodes[verdict], colour),
    decision: (decision: keyof typeof decisionCodes) => paint(decisionCodes[decision], colour),
    isolation: (isolation: Isolation) => paint(isolationCodes[isolation], colour),
    warning: paint('1;33', colour),
  };
}
