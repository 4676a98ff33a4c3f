import { createInterface } from 'node:readline/promises';
import { answered, type Draft } from '../author/draft.ts';
import { literal } from '../author/said.ts';
import { bringsName, type NewFlags } from './new-drafts.ts';
import { printable } from './say.ts';

/** More questions than this are left in the file: nobody likes to be interrogated. */
const most = 5;

const someoneIsThere = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** What the new scenario promises, when that wasn't said and somebody is there to say it. */
export async function askName(flags: NewFlags): Promise<string | undefined> {
  if (bringsName(flags) || !someoneIsThere()) return undefined;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question('What does it promise, in a sentence? ');
  } catch {
    return undefined;
  } finally {
    lines.close();
  }
}

/**
 * Asks a person at a terminal for the values that nobody else can know; an empty answer leaves the question in the file.
 * When nobody is there the draft stays as it is.
 */
export async function askFor(draft: Draft): Promise<Draft> {
  if (!someoneIsThere()) return draft;
  const open = draft.vars.filter(({ ask, value }) => ask !== undefined && value === 'fill-in').slice(0, most);
  if (open.length === 0) return draft;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  let filled = draft;
  try {
    for (const { name, ask = '' } of open) {
      const answer = await lines.question(
        `${name}: ${printable(ask)}\n  value of \${${name}}, or Enter to fill it in later: `,
      );
      if (answer.trim() !== '') filled = answered(filled, name, literal(answer.trim()));
    }
  } catch {
    // Ctrl+C or Ctrl+D: what is not answered is asked in the file.
  } finally {
    lines.close();
  }
  return filled;
}
