import { headline } from '../../harness/model/headline.ts';
import type { OwnerReport, Style } from '../../harness/model/report.ts';
import { wrap } from '../../harness/model/wrap.ts';
import { bare, headlineFacts, passText, reasonLines } from '../words.ts';
import { palette } from './palette.ts';
import { line } from './text.ts';

/** `14 of 17 pass`, how sure that is, what became of the others, and how long it took. */
export function headlineLines(report: OwnerReport, style: Style): readonly string[] {
  const { strong, faint } = palette(style);
  const head = headline(bare(report.tally));
  return wrap(`${passText(report)}, ${headlineFacts(report)}`, style.width).map((text) =>
    text.startsWith(head) ? strong(head) + faint(text.slice(head.length)) : faint(text),
  );
}

/** The gate's word, its reasons, and what to do next. */
export function decisionLines(report: OwnerReport, style: Style): readonly string[] {
  const { is } = report.decision;
  const { decision: paint, faint } = palette(style);
  const indent = ' '.repeat(is.length + 2);
  const next = nextStep(report);
  const lines = [...reasonLines(report.decision), ...(next === undefined ? [] : [`next: ${next}`])].flatMap((text) =>
    wrap(text, style.width - indent.length),
  );
  return lines.map((text, i) => (i === 0 ? `${paint(is)(is)}  ` : indent) + text.replace(/^next:/, faint('next:')));
}

function nextStep({ decision, rows, trouble }: OwnerReport): string | undefined {
  if (decision.is === 'allow') return undefined;
  if (decision.is === 'hold') return afterHold.get(decision.reasons[0]?.code ?? '');
  if (trouble?.reason.word === 'refused') return 'take what is refused out of the tree, then judge the new commit';
  if (trouble !== undefined) return 'make it install, build and start as vault.yaml says, then judge the new commit';
  const first = rows.find(({ verdict }) => verdict === 'fail' || verdict === 'flaky');
  if (first === undefined) return undefined;
  return rows.filter(({ verdict }) => verdict !== 'skip').length === 1 && rows.length > 1
    ? '--keep beside --only leaves its Cell open, to look around in it'
    : `--only ${line(first.scenario)} judges that one alone while it is being fixed`;
}

/** By the code of the first reason. */
const afterHold: ReadonlyMap<string, string> = new Map([
  ['error', 'judge it again; what could not be judged is not held against the candidate'],
  ['valid', 'judge it again, with all scenarios'],
  ['not-for-gate', 'judge a commit, with all scenarios, and without --seed, --keep or --headed'],
  ['isolation', 'judge it where the candidate can be confined as the policy asks'],
  ['qualified', 'let holdout qualify judge the scenarios first'],
  ['unsupported', 'change that rule under gate: in vault.yaml'],
]);
