import { type Outcome, reasons } from '../model/trial.ts';

/** One line on what an Outcome that is no pass came to: `log in › status: expected 200, received 404`. */
export function whyNot({ is, reason, failures }: Outcome): string {
  const [failure] = failures;
  const [mismatch] = failure?.mismatches ?? [];
  if (is === 'fail' && reason.word === 'mismatch' && failure !== undefined && mismatch !== undefined) {
    const where = mismatch.path === '' ? '' : `${mismatch.path}: `;
    return oneLine(`${failure.step} › ${where}expected ${mismatch.expected}, received ${mismatch.received}`);
  }
  const detail = reason.detail === undefined ? '' : `: ${reason.detail}`;
  return oneLine(`${failure === undefined ? '' : `${failure.step} › `}${reasons[reason.word]}${detail}`);
}

const LENGTH = 200;

const oneLine = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LENGTH ? `${line.slice(0, LENGTH - 1)}…` : line;
};
