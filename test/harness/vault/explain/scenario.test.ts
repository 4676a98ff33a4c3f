import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { words } from '../../../../harness/model/pattern.ts';
import { explanationPage } from '../../../../harness/vault/explain/page.ts';
import { explainScenario } from '../../../../harness/vault/explain/scenario.ts';
import { loadVault } from '../../../../harness/vault/load.ts';
import { operatorNames } from '../../../../harness/vault/operators.ts';
import { inVault } from '../rig.ts';
import { explained } from './scenarios.ts';

const golden = join(import.meta.dirname, 'golden');
const { vault } = inVault(explained, loadVault);

describe('a scenario in plain words', () => {
  for (const file of Object.keys(explained)) {
    if (file === 'vault.yaml' || file.startsWith('flows/')) continue;
    const id = file.replace('.yaml', '');
    it(`reads as golden/${id}.txt`, () => {
      const scenario = vault?.scenarios.find((one) => one.id === id) ?? expect.fail('the vault has errors');
      const page = explanationPage(explainScenario(scenario, vault ?? expect.fail()), { colour: false, width: 100 });
      if (process.env['UPDATE'] === '1') {
        mkdirSync(golden, { recursive: true });
        writeFileSync(join(golden, `${id}.txt`), page);
      }
      expect(page).toBe(readFileSync(join(golden, `${id}.txt`), 'utf8'));
    });
  }

  it('has each matcher in one of them, and says none of their names', () => {
    const sources = Object.values(explained).join('\n');
    expect([...words, ...operatorNames].filter((name) => !sources.includes(name))).toEqual([]);
    for (const scenario of vault?.scenarios ?? []) {
      const page = explanationPage(explainScenario(scenario, vault ?? expect.fail()), { colour: false, width: 100 });
      expect(page).not.toMatch(/\$(?!schema)[a-z]|undefined|\[object/);
    }
  });

  it('has bold headings on a terminal, and no line longer than it is wide', () => {
    const [first] = vault?.scenarios ?? [];
    const explanation = explainScenario(first ?? expect.fail(), vault ?? expect.fail());
    expect(explanationPage(explanation, { colour: true, width: 80 })).toContain('\u001b[1mSteps\u001b[0m');
    const lines = explanationPage(explanation, { colour: false, width: 60 }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});
