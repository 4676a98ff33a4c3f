import { parse } from 'yaml';
import { match } from '../../harness/judge/expect.ts';
import type { Finding } from '../../harness/judge/matchers/check.ts';
import { trialScope } from '../../harness/judge/scope.ts';
import { type Subject, subjectOf } from '../../harness/judge/subject.ts';
import { readScenario } from '../../harness/vault/scenario.ts';
import { sourceOf } from '../../harness/vault/source.ts';

/** What a `yaml matcher` block of docs/matchers.md claims, and what is true. */
export interface Explained {
  /** Is `passes` taken? */
  readonly passes: boolean;
  /** What is said of `fails`, as the terminal says it; empty when it is taken. */
  readonly message: string;
  /** Is it taken that the keys of `expect` are missing? */
  readonly takesMissing: boolean;
  readonly claimed: string;
}

interface Block {
  readonly expect: object;
  readonly passes: unknown;
  readonly fails: unknown;
  readonly message?: string;
}

export function explainBlock(text: string): Explained {
  const block = parse(text) as Block;
  const demanded = /^expect: (.*)$/m.exec(text)?.[1] ?? '';
  const say = (subject: Subject) => findings(demanded, subject);
  return {
    passes: say(json(block.passes)).length === 0,
    message: say(json(block.fails)).map(told).join('\n'),
    takesMissing: say(json({})).length === 0,
    claimed: block.message?.trimEnd() ?? '',
  };
}

const json = (plain: unknown): Subject => subjectOf({ is: 'json', source: JSON.stringify(plain) });

function findings(demanded: string, subject: Subject): readonly Finding[] {
  const yaml = `name: A\nsteps:\n  - http: GET /\n    expect: { body: ${demanded} }\n`;
  const { scenario } = readScenario(sourceOf('a.yaml', yaml), { timeout: 1000 });
  const pattern = scenario?.steps[0]?.expect.find(({ field }) => field === 'body')?.pattern;
  if (pattern === undefined) throw new Error(`no pattern: ${demanded}`);
  const found = match(pattern, subject, trialScope({ now: 0 }), 'body');
  return found.ok ? found.value : [];
}

const told = ({ path, expected, received, note }: Finding): string =>
  [`expected ${expected}, received ${received}`, `= at ${path}`, ...(note === undefined ? [] : [`= ${note}`])].join(
    '\n',
  );
