import { gap, grid } from '../../reports/terminal/grid.ts';
import type { Proof } from '../attack/prove.ts';
import { printable } from './say.ts';

/** One more column: its title, and what stands in it. */
export interface MoreColumn {
  readonly title: string;
  cell(proof: Proof): string;
}

/** `contained`, `not tried: needs root`, or `V: 5 pass, honestly it is 3`, with why when that is known. */
export function outcomeOf({ attack, skipped, losses }: Proof): string {
  if (skipped !== undefined) return `not tried: needs ${skipped}`;
  if (losses.length === 0) return 'contained';
  const lost = losses.map(({ letter, how }) => `${letter}: ${printable(how)}`).join('; ');
  return attack.open === undefined ? lost : `${lost} (known: ${attack.open})`;
}

/** Which of the four it is about and what it tries, how it ended, and by what it was stopped. */
export function provedTable(proofs: readonly Proof[], width: number, more: readonly MoreColumn[] = []): string {
  const titles = ['id', 'about', 'tries', 'here', ...more.map(({ title }) => title), 'by'];
  const rows = proofs.map((proof) => {
    const { attack, losses, skipped } = proof;
    const by = losses.length > 0 || skipped !== undefined ? '' : attack.stoppedBy;
    const others = more.map(({ cell }) => cell(proof));
    return [attack.id, attack.asserts.join(' '), attack.tries, outcomeOf(proof), ...others, by];
  });
  const longest = titles.map((title, index) => Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const columns = longest.map((length) => ({ width: length }));
  // What is wrapped shares what the short columns leave.
  const wrapped = longest.flatMap((length, index) => (length > 16 ? [index] : []));
  const left = width - gap * longest.length - sum(longest.filter((length) => length <= 16));
  for (const index of wrapped) {
    const share = Math.max(16, Math.floor(left / wrapped.length));
    columns[index] = { width: Math.min(longest[index] ?? 0, share) };
  }
  return grid(columns, [titles, ...rows]).join('\n');
}

/** `60 of 60 contained`. */
export function provedSentence(proofs: readonly Proof[]): string {
  const tried = proofs.filter(({ skipped }) => skipped === undefined);
  const contained = tried.filter(({ losses }) => losses.length === 0);
  const untried = proofs.length - tried.length;
  const rest = untried === 0 ? '' : `; ${untried} not tried for want of what they need`;
  return `${contained.length} of ${tried.length} contained${rest}`;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
