import type { Span } from '../../model/problem.ts';
import { does, stepsOf } from '../../model/scenario.ts';
import type { Recipe } from '../../model/vault.ts';
import { complain, type Reading } from '../reading.ts';
import { scenarioId, type ScenarioReading } from '../scenario.ts';
import { closest } from '../suggest.ts';
import type { VaultFile } from '../vault-file.ts';
import { entryAt, literalOf, valueAt } from '../values.ts';
import { lintQueries } from './db.ts';
import { lintControls, lintGate } from './gate.ts';

/** What only shows when vault.yaml and all scenarios lie side by side. */
export function lintVault(vaultFile: VaultFile, readings: readonly ScenarioReading[], flows: readonly Reading[]): void {
  complainOfTwins(readings);
  const { reading, root, settings } = vaultFile;
  if (root === undefined || settings === undefined) return;
  lintGate(reading, valueAt(root, 'gate'), settings.policy, readings);
  lintControls(reading, valueAt(root, 'controls'), readings);
  const candidate = entryAt(root, 'candidate');
  if (candidate === undefined || reading.problems.some(({ code }) => code === 'unknown-key')) return;
  complainOfMissingServer(reading, candidate.keyAt, settings.recipe, readings);
  for (const each of readings) complainOfPrograms(each, settings.recipe);
  for (const each of [...readings.map((one) => one.reading), ...flows]) lintQueries(each, settings.recipe);
}

/** Scenarios are told apart by name in reports, and by id everywhere else. */
function complainOfTwins(readings: readonly ScenarioReading[]): void {
  const ids = new Map<string, string>();
  const names = new Map<string, string>();
  for (const { reading, root, scenario } of readings) {
    const { file } = reading.source;
    const id = scenarioId(file);
    const twin = ids.get(id);
    if (twin !== undefined) {
      complain(reading, 'duplicate-id', { file, line: 1, column: 1, length: 1 }, `${twin} has the same id, "${id}"`, {
        fix: 'rename one of them',
      });
    }
    ids.set(id, file);
    const name = valueAt(root, 'name');
    if (scenario === undefined || name === undefined || scenario.name === '') continue;
    const namesake = names.get(scenario.name);
    if (namesake !== undefined) {
      complain(reading, 'duplicate-name', name.at, `${namesake} has the same name`, {
        fix: 'say what this one promises and the other does not',
      });
    }
    names.set(scenario.name, file);
  }
}

function complainOfMissingServer(
  reading: Reading,
  at: Span,
  recipe: Recipe,
  readings: readonly ScenarioReading[],
): void {
  if (recipe.start !== undefined) return;
  const needing = readings.find(({ scenario }) => scenario && does(scenario, 'http'));
  if (needing === undefined) return;
  complain(reading, 'no-server', at, '"candidate" has no "start", and scenarios send HTTP requests', {
    notes: [`such as ${needing.reading.source.file}`],
    fix: 'add start: and port:',
  });
}

/** Other programs may be there too, so only what looks like a slip of the pen is worth a word. */
function complainOfPrograms({ reading, scenario }: ScenarioReading, recipe: Recipe): void {
  const known = Object.keys(recipe.bin);
  for (const { action } of scenario === undefined ? [] : stepsOf(scenario)) {
    const [program] = action.kind === 'run' ? action.command : [];
    const name = literalOf(program);
    if (program === undefined || name === undefined || known.includes(name)) continue;
    const meant = closest(name, known);
    if (meant === undefined) continue;
    complain(reading, 'unknown-program', program.at, `"${name}" is not in candidate.bin of vault.yaml`, {
      severity: 'warning',
      fix: `did you mean "${meant}"?`,
    });
  }
}
