import type { Policy, Threshold } from '../../model/gate.ts';
import type { Span } from '../../model/problem.ts';
import type { Value } from '../../model/value.ts';
import { complain, type Reading } from '../reading.ts';
import { scenarioId, type ScenarioReading } from '../scenario.ts';
import { didYouMean } from '../suggest.ts';
import { entriesOf, itemsOf, literalOf, oneOrMore, valueAt } from '../values.ts';

/** Scenarios, tags and counts that `gate:` of vault.yaml names must be there, and be of scenarios that count. */
export function lintGate(
  reading: Reading,
  gate: Value | undefined,
  policy: Policy,
  readings: readonly ScenarioReading[],
): void {
  const known = namesOf(readings);
  const { ids, tags, complete } = known;
  complainOfThreshold(reading, policy.pass, ids.length, 'the vault has');
  complainOfThreshold(reading, policy.require.valid, ids.length, 'the vault has');
  for (const item of itemsOf(valueAt(gate, 'mustPass'))) complainOfScenario(reading, item, known);
  if (!complete) return;
  for (const { key, keyAt } of entriesOf(valueAt(gate, 'tags'))) {
    const threshold = Object.hasOwn(policy.tags, key) ? policy.tags[key] : undefined;
    if (complainOfTag(reading, key, keyAt, tags) || threshold === undefined) continue;
    complainOfThreshold(reading, threshold, tags.filter((tag) => tag === key).length, `the tag "${key}" has`);
  }
}

/** What scenarios can be named by. Tags of a file that isn't YAML are unknown, and so is which tags exist. */
interface Names {
  /** Of those that count. */
  readonly ids: readonly string[];
  readonly impossible: readonly string[];
  readonly tags: readonly string[];
  readonly complete: boolean;
}

function namesOf(readings: readonly ScenarioReading[]): Names {
  const counting = readings.filter(({ scenario }) => scenario?.impossible !== true);
  return {
    ids: counting.map(idOf),
    impossible: readings.filter((each) => !counting.includes(each)).map(idOf),
    tags: counting.flatMap(({ scenario }) => scenario?.tags ?? []),
    complete: readings.every(({ scenario }) => scenario !== undefined),
  };
}

const idOf = ({ reading }: ScenarioReading): string => scenarioId(reading.source.file);

/** Scenarios and tags that bad controls must fail must be there, too. */
export function lintControls(
  reading: Reading,
  controls: Value | undefined,
  readings: readonly ScenarioReading[],
): void {
  const known = namesOf(readings);
  for (const { value } of entriesOf(valueAt(controls, 'bad')))
    for (const item of oneOrMore(valueAt(value, 'fails'))) complainOfScenario(reading, item, known);
}

function complainOfScenario(reading: Reading, item: Value, { ids, impossible, tags, complete }: Names): void {
  const name = literalOf(item) ?? '';
  if (name.startsWith('tag:')) {
    if (complete) complainOfTag(reading, name.slice('tag:'.length), item.at, tags);
  } else if (impossible.includes(name)) {
    complain(reading, 'impossible-counts', item.at, `"${name}" is impossible, so it can't be asked to pass`, {
      fix: 'leave it out: a pass of it always denies',
    });
  } else if (!ids.includes(name)) {
    complain(reading, 'unknown-scenario', item.at, `no scenario is called "${name}"`, {
      notes: ['a scenario goes by its path without the ending, a tag by tag:name'],
      ...(tags.includes(name) ? { fix: `did you mean "tag:${name}"?` } : didYouMean(name, ids)),
    });
  }
}

function complainOfTag(reading: Reading, tag: string, at: Span, tags: readonly string[]): boolean {
  if (tags.includes(tag)) return false;
  complain(reading, 'unknown-tag', at, `no scenario has the tag "${tag}"`, didYouMean(tag, new Set(tags)));
  return true;
}

/** A pinned N makes deleting a scenario something that somebody has to say aloud. */
function complainOfThreshold(reading: Reading, threshold: Threshold, total: number, having: string): void {
  if (threshold.is !== 'count' || threshold.at === undefined || total === 0) return;
  const { atLeast, of, at } = threshold;
  const number = `${total} ${total === 1 ? 'scenario' : 'scenarios'}`;
  if (of !== undefined && of !== total) {
    complain(reading, 'pinned-count', at, `${atLeast} of ${of} is asked for, and ${having} ${number}`, {
      fix: `write ${Math.min(atLeast, total)} of ${total} if that is what you want`,
    });
  } else if (of === undefined && atLeast > total) {
    complain(reading, 'pinned-count', at, `${atLeast} must pass, and ${having} ${number}`, {
      fix: 'ask for less, or add scenarios',
    });
  }
}
