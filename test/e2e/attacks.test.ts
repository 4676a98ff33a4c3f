import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Attack } from '../../harness/attack/attack.ts';
import { readCorpus } from '../../harness/attack/corpus.ts';
import { prove } from '../../harness/attack/prove.ts';
import { openSession, type Session } from '../../harness/attack/session.ts';
import { attackCorpus, ownProgram } from '../../harness/wiring.ts';
import { attackNaive, isInert, type Measure, measureNaive } from '../rig/naive/naive.ts';
import { day, prove as proving } from '../rig/prove.ts';

const compiled = fileURLToPath(new URL('../../node_modules/.cache/holdout', import.meta.url));
const read = readCorpus(attackCorpus());
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const corpus = read.value;

/** Another one each day; all when proving. */
const attacks = (proving ? corpus.attacks : sampled()).filter(({ open }) => open === undefined);
const known = proving ? corpus.attacks.filter(({ open }) => open !== undefined) : [];

let session: Session | undefined;
afterAll(async () => session?.[Symbol.asyncDispose]());
const measures = new Map<string, Measure>();

describe(`attacks (sample of day ${day})`, () => {
  it.for(attacks)('$id is contained: $tries', { timeout: 900_000 }, async (attack) => {
    session ??= await openSession({ corpus, program: ownProgram(), compiled });
    const proof = await prove(session, attack);
    expect(proof).toMatchObject({ ok: true, value: { losses: [] } });
  });

  it.for(known)('$id is not contained yet: $open', { timeout: 900_000 }, async (attack) => {
    session ??= await openSession({ corpus, program: ownProgram(), compiled });
    const proof = await prove(session, attack);
    expect(proof).toMatchObject({ ok: true });
    if (proof.ok && proof.value.skipped === undefined) expect(proof.value.losses).not.toEqual([]);
  });

  it.for(attacks)('$id costs the naive judge what it declares', { timeout: 900_000 }, async (attack) => {
    session ??= await openSession({ corpus, program: ownProgram(), compiled });
    const honest = await session.honest(attack.vault);
    if (!honest.ok) throw new Error(JSON.stringify(honest.problems));
    const measure = measures.get(attack.vault) ?? (await measureNaive(attack.vault, honest.value));
    measures.set(attack.vault, measure);
    const { losses } = await attackNaive(attack, measure);
    expect({ letters: attack.naive, losses, inert: isInert(attack, { losses }) }).toMatchObject({ inert: false });
  });
});

/** Of the default vault, which has no browser and no service to wait for. */
function sampled(): readonly Attack[] {
  const quick = corpus.attacks.filter(
    ({ vault, needs, open }) => vault === 'http' && needs.length === 0 && open === undefined,
  );
  return quick.filter((_, index) => index === day % quick.length);
}
