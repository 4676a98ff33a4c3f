import type { Scenario, Step } from '../model/scenario.ts';
import type { Entry, Value } from '../model/value.ts';
import { digestOf } from './digest.ts';
import { readDocument } from './document.ts';
import type { Flows } from './flows.ts';
import { lintScenario } from './lint/scenario.ts';
import { complain, sourcesOf, type Reading } from './reading.ts';
import { checkShape } from './schema.ts';
import type { Source } from './source.ts';
import { decodeStep } from './step.ts';
import {
  durationOf,
  entriesOf,
  fixedText,
  fixedTexts,
  isTrue,
  itemsOf,
  numberOf,
  oneOrMore,
  scalarText,
  valueAt,
} from './values.ts';

export interface ScenarioReading {
  readonly reading: Reading;
  /** This and the next are there unless the file isn't even YAML. */
  readonly root?: Value;
  /** Without its broken parts: those are Problems of the reading. */
  readonly scenario?: Scenario;
}

/** Milliseconds that one Trial may take when the scenario doesn't say. */
export interface ScenarioDefaults {
  readonly timeout: number;
}

/** Reads and lints one scenario file. Only a reading without errors makes a Scenario that may be run. */
export function readScenario(source: Source, defaults: ScenarioDefaults, flows?: Flows): ScenarioReading {
  const { reading, root } = readDocument(source, { templates: true, ...(flows === undefined ? {} : { flows }) });
  if (root === undefined) return { reading };
  checkShape(reading, root, 'scenario');
  const scenario = decodeScenario(reading, root, defaults);
  lintScenario(reading, root, scenario);
  return { reading, root, scenario };
}

/** `auth/login` of `auth/login.yaml`. */
export const scenarioId = (file: string): string => file.replace(/\.ya?ml$/, '');

function decodeScenario(reading: Reading, root: Value, defaults: ScenarioDefaults): Scenario {
  const description = fixedText(reading, valueAt(root, 'description'));
  const hint = fixedText(reading, valueAt(root, 'hint'));
  const judged = {
    name: fixedText(reading, valueAt(root, 'name')) ?? '',
    tags: fixedTexts(reading, valueAt(root, 'tags')),
    weight: numberOf(valueAt(root, 'weight')) ?? 1,
    mustPass: isTrue(valueAt(root, 'mustPass')),
    impossible: isTrue(valueAt(root, 'impossible')),
    clauses: decodeClauses(reading, valueAt(root, 'clauses')),
    vars: entriesOf(valueAt(root, 'vars')),
    secrets: fixedTexts(reading, valueAt(root, 'secrets')),
    files: decodeFiles(reading, valueAt(root, 'files')),
    rows: decodeRows(valueAt(root, 'examples')),
    before: decodeSteps(reading, valueAt(root, 'before')),
    steps: decodeSteps(reading, valueAt(root, 'steps')),
    after: decodeSteps(reading, valueAt(root, 'after')),
    timeout: durationOf(reading, valueAt(root, 'timeout')) ?? defaults.timeout,
  };
  if (judged.timeout > defaults.timeout) {
    complain(
      reading,
      'timeout-over-limit',
      valueAt(root, 'timeout')?.at ?? root.at,
      `no trial may take longer than ${defaults.timeout / 1000}s`,
      {
        severity: 'warning',
        fix: 'raise limits.trial in vault.yaml, or leave the timeout out',
      },
    );
  }
  return {
    id: scenarioId(reading.source.file),
    ...judged,
    ...(description === undefined ? {} : { description }),
    ...(hint === undefined ? {} : { hint }),
    sources: sourcesOf(reading),
    digest: digestOf(judged),
  };
}

/** `[3.1, R12]`: a clause may look like a number, and `3.10` is not `3.1`. */
function decodeClauses(reading: Reading, value: Value | undefined): readonly string[] {
  return [...new Set(oneOrMore(value).flatMap((item) => scalarText(reading, item) ?? []))];
}

function decodeSteps(reading: Reading, value: Value | undefined): readonly Step[] {
  return itemsOf(value).flatMap((step) => decodeStep(reading, step) ?? []);
}

function decodeRows(value: Value | undefined): Scenario['rows'] {
  return value === undefined ? [[]] : itemsOf(value).map(entriesOf);
}

/** Files are written below the work dir and nowhere else. */
function decodeFiles(reading: Reading, value: Value | undefined): readonly Entry[] {
  const files = entriesOf(value);
  for (const { key, keyAt } of files) {
    if (isPlainPath(key)) continue;
    complain(reading, 'bad-file-path', keyAt, `"${key}" is not a file in the work dir`, {
      fix: 'write a plain relative path such as config/app.json',
    });
  }
  return files;
}

function isPlainPath(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[\0\\]/.test(part));
}
