import { unreachable } from '../../model/problem.ts';
import type { Policy } from '../../model/gate.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Value } from '../../model/value.ts';
import type { Vault } from '../../model/vault.ts';
import { fileWords } from './action.ts';
import { type StepWords, stepWords } from './step.ts';
import { mapWords, valueWords } from './value.ts';
import { counted, durationWords } from './words.ts';

/** What a scenario will send and check, in plain words; each text is one line. */
export interface Explanation {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly hint?: string;
  readonly tags: readonly string[];
  /** What becomes of it: whether it must pass, how it counts, how long it may take. */
  readonly facts: readonly string[];
  readonly variables: readonly { readonly name: string; readonly how: string; readonly secret: boolean }[];
  readonly files: readonly string[];
  /** One for each time that it runs, when that is more than once. */
  readonly rows: readonly string[];
  readonly before: readonly StepWords[];
  readonly steps: readonly StepWords[];
  readonly after: readonly StepWords[];
}

export function explainScenario(scenario: Scenario, vault: Vault): Explanation {
  const { id, name, description, hint, tags, vars, secrets, files, rows, before, steps, after } = scenario;
  return {
    id,
    name,
    ...(description === undefined ? {} : { description }),
    ...(hint === undefined ? {} : { hint }),
    tags,
    facts: factsOf(scenario, vault),
    variables: vars.map(({ key, value }) => ({ name: key, how: howWords(value), secret: secrets.includes(key) })),
    files: files.map(fileWords),
    rows: rows.flatMap((row) => (row.length === 0 ? [] : [mapWords(row).replace(/^\{ | \}$/g, '')])),
    before: before.map(stepWords),
    steps: steps.map(stepWords),
    after: after.map(stepWords),
  };
}

/** A value that is one expression needs no marks around it. */
const howWords = (value: Value): string => valueWords(value).replace(/^‹([^‹›]*)›$/, '$1');

function factsOf(scenario: Scenario, { policy, scenarios, recipe }: Vault): readonly string[] {
  const { weight, timeout, rows } = scenario;
  return [
    standing(scenario, scenarios, policy),
    ...(weight === 1 ? [] : [`weighs ${weight} in the weighted score`]),
    rows.length > 1 ? `runs ${rows.length} times, once for each row; all must pass` : `runs once`,
    `may take ${durationWords(timeout)}${rows.length > 1 ? ' each time' : ''}`,
    fresh[recipe.fresh],
  ];
}

/** What a pass or a fail of it means to the gate. */
function standing(scenario: Scenario, all: readonly Scenario[], policy: Policy): string {
  if (scenario.impossible)
    return 'contradicts the specification on purpose: in no count, and the gate denies when it passes';
  const must = mustPass(scenario, policy);
  if (must !== undefined) return `must pass, whatever the count: ${must}`;
  const number = all.filter(({ impossible }) => !impossible).length;
  return `counts as one of ${counted(number, 'scenario')}; ${asked(policy)}`;
}

const fresh = {
  scenario: 'the app starts afresh for it',
  lane: 'the app may have been used by other scenarios before',
  run: 'the app may have been used by other scenarios before, and is at the same time',
} as const;

/** Why it must pass; nothing when it need not. */
function mustPass({ id, tags, mustPass: own }: Scenario, policy: Policy): string | undefined {
  if (own) return 'it says so itself';
  if (policy.mustPass.includes(id)) return 'vault.yaml names it';
  const tag = tags.find((one) => policy.mustPass.includes(`tag:${one}`));
  return tag === undefined ? undefined : `vault.yaml names its tag "${tag}"`;
}

function asked({ pass }: Policy): string {
  switch (pass.is) {
    case 'all':
      return 'the gate asks for all of them';
    case 'percent':
      return `the gate asks for ${pass.atLeast}% of them`;
    case 'count':
      return `the gate asks for ${pass.atLeast} of them`;
    default:
      return unreachable(pass);
  }
}
