import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Flows } from '../../../harness/vault/flows.ts';
import { readScenario } from '../../../harness/vault/scenario.ts';
import { sourceOf } from '../../../harness/vault/source.ts';
import { type Said, scenarios, sharedFlow } from '../../rig/arbitrary/scenarios.ts';
import { printScenario } from '../../rig/print.ts';
import { tries } from '../../rig/prove.ts';

const styles = fc.array(fc.nat({ max: 29 }), { minLength: 1, maxLength: 20 });

const flows: Flows = { ids: [sharedFlow.id], find: () => ({ is: 'flow', flow: sharedFlow, sources: {} }) };
const read = (text: string) => readScenario(sourceOf('a.yaml', text), { timeout: 86_400_000 }, flows);

/** What is said, without where, and without what is made from it. */
function said(one: unknown): unknown {
  if (Array.isArray(one)) return one.map(said);
  if (typeof one !== 'object' || one === null) return one;
  const made = ['at', 'keyAt', 'fieldAt', 'sourceAt', 'sources', 'digest', 'id'];
  const parts = Object.entries(one).filter(([key]) => !made.includes(key));
  return Object.fromEntries(parts.map(([key, part]) => [key, said(part)]));
}

describe('a scenario of any shape', () => {
  it('is read as what was printed, however it is written', () => {
    fc.assert(
      fc.property(scenarios, styles, (scenario: Said, how) => {
        const text = printScenario(scenario, how);
        expect(said(read(text).scenario), text).toEqual(said(scenario));
      }),
      { numRuns: tries(80) },
    );
  });

  it('is read without a throw when a stretch of it is lost or put elsewhere', () => {
    fc.assert(
      fc.property(scenarios, styles, fc.nat(), fc.nat(60), fc.nat(), (scenario, how, from, length, to) => {
        const text = printScenario(scenario, how);
        const start = from % text.length;
        const rest = text.slice(0, start) + text.slice(start + length);
        const place = to % (rest.length + 1);
        const mutated = rest.slice(0, place) + text.slice(start, start + length) + rest.slice(place);
        expect(read(mutated).reading.problems.length).toBeLessThanOrEqual(101);
      }),
      { numRuns: tries(50) },
    );
  });
});
