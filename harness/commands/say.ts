import { exitCodes } from '../model/gate.ts';
import { escaped, hidden } from '../model/hidden.ts';
import { type Problem, problem } from '../model/problem.ts';
import type { Audience, Style } from '../model/report.ts';

/** How text is printed to one stream: colour only on a terminal that wants it. */
export function styleOf(stream: NodeJS.WriteStream): Style {
  return { colour: wantsColour(stream), width: stream.columns ?? 100 };
}

function wantsColour(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0';
  return stream.isTTY && TERM !== 'dumb';
}

/** Text that may hold a candidate's bytes, for a terminal: nothing in it is obeyed. */
export const printable = (text: string): string => text.replaceAll(hidden, escaped);

/** Problems that keep a verdict from being reached through nobody's words: exit 3, not 2. */
const holding = new Set([
  'no-confinement',
  'git-failed',
  'unreachable-repository',
  'unreachable-commit',
  'no-toolchain',
  'no-service',
  'not-sealed',
  'folder-changed',
  'merge-conflict',
  'shallow-repository',
  'old-git',
]);

/** Problems that speak of nothing but the worker's own repository and ref. */
const workersOwn = new Set([
  'no-repository',
  'no-such-ref',
  'empty-repository',
  'unknown-protocol',
  'unreachable-repository',
  'unreachable-commit',
  'no-ref',
  'folder-changed',
  'forbidden-tree',
  'merge-conflict',
  'shallow-repository',
  'owner-only',
  'no-such-run',
  'ambiguous-run',
]);

const fix = 'whoever keeps the vault sees why';
const notUsable = problem('vault', "the vault can't be used as it was called", { fix });
const noVerdict = problem('no-verdict', 'no verdict could be reached here', { fix });

export interface Listener {
  readonly audience: Audience;
  readonly json?: boolean;
}

/**
 * Tells why a command stops, to the audience that listens: people on standard error, machines in one document on standard
 * output. A worker hears of its own repository, and of everything else only that it is so. @returns the exit code.
 */
export function stop(problems: readonly Problem[], { audience, json }: Listener, draw = plainText): number {
  const code = problems.some((one) => holding.has(one.code)) ? exitCodes.hold : exitCodes.usage;
  const own = problems.filter((one) => workersOwn.has(one.code));
  const general = code === exitCodes.hold ? noVerdict : notUsable;
  const shown = audience === 'owner' ? problems : own.length > 0 ? own : [general];
  if (json === true) process.stdout.write(`${JSON.stringify({ version: 1, problems: shown }, null, 2)}\n`);
  else process.stderr.write(`${draw(shown, styleOf(process.stderr))}\n`);
  return code;
}

/** Problems that are not in a vault file, as a person reads them. */
function plainText(problems: readonly Problem[], { colour }: Style): string {
  return problems
    .flatMap(({ severity, message, notes = [], fix: advice }) => {
      const head = colour ? `\u001b[1;31m${severity}\u001b[0m` : severity;
      const facts = [...notes, ...(advice === undefined ? [] : [advice])];
      return [`${head}: ${printable(message)}`, ...facts.map((fact) => `   = ${printable(fact)}`)];
    })
    .join('\n');
}
