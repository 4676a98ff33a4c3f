import { createHash, randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBrowser } from '../cell/find-browser.ts';
import { isRoot, systemProgram } from '../cell/system.ts';
import { ok, type Result } from '../model/problem.ts';
import { assess, type Honest, type Loss, type Secrets, type Seen } from './assess.ts';
import type { Attack, Need } from './attack.ts';
import { type Answer, judge } from './judge.ts';
import { layOutAttack, layOutBase } from './lay-out.ts';
import { type Corner, lookAround, type MachineState, treeOf } from './machine.ts';
import type { Session } from './session.ts';
import { layOutVault } from './vaults.ts';

/** What one attack came to. */
export interface Proof {
  readonly attack: Attack;
  /** Why it was not tried: what this machine lacks. */
  readonly skipped?: Need;
  /** What its base comes to; nothing when it was not tried. */
  readonly honest?: Honest;
  /** Empty: it was contained. */
  readonly losses: readonly Loss[];
  /** Milliseconds. */
  readonly ms: number;
  /** What the judge said, when it was not contained. */
  readonly said?: string;
}

/** Judges one attack, and a good candidate right after it, and looks at what has changed. A Problem: nothing can be proved here. */
export async function prove(session: Session, attack: Attack): Promise<Result<Proof>> {
  const began = performance.now();
  const skipped = attack.needs.find((need) => !isThere(need));
  if (skipped !== undefined) return ok({ attack, skipped, losses: [], ms: 0 });
  const honest = await session.honest(attack.vault);
  if (!honest.ok) return honest;
  const { corner, sinks, calling } = session;
  const folder = join(corner.dir, 'attack');
  const at = (name: string): string => join(folder, name);
  const secrets: Omit<Secrets, 'canaries'> = {
    nonce: `n${randomBytes(12).toString('hex')}`,
    mark: `m${randomBytes(8).toString('hex')}`,
    vault: at('vault'),
  };
  const from = join(session.corpus.dir, 'vaults', attack.vault);
  const where = { corpus: session.corpus.dir, env: calling.env };
  try {
    const canaries = layOutVault(from, at('vault'), secrets.nonce);
    const words = { ...sinks.words, MARK: secrets.mark, CANARY: canaries[0] ?? '' };
    layOutAttack(attack, at('repo'), words, where);
    layOutBase('good', at('next'), secrets.nonce, where);
    sinks.taken();
    const repository = digestOf(at('repo'));
    const before = lookAround(corner, secrets.mark);
    const judging = { repo: at('repo'), vault: at('vault'), store: at('store') };
    const answers: Answer[] = [await judge(calling, { ...judging, out: at('out') })];
    if (attack.twice) answers.push(await judge(calling, { ...judging, again: true }));
    const next = await judge(calling, { repo: at('next'), vault: at('vault'), store: at('next-store') });
    const after = await settled(corner, secrets.mark, before);
    const seen: Seen = {
      judged: answers.map(({ judged }) => judged),
      next: next.judged,
      texts: { ...answers[0]?.texts, ...(await leftOvers(after.temporary)) },
      sinks: sinks.taken(),
      before,
      after,
      repository: { before: repository, after: digestOf(at('repo')) },
    };
    const losses = assess(attack, seen, { ...secrets, canaries }, honest.value);
    const said = [...answers, next].map((one) => one.said).join('\n');
    return ok({
      attack,
      honest: honest.value,
      losses,
      ms: performance.now() - began,
      ...(losses.length > 0 ? { said } : {}),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds in which the kernel has ended what was killed. */
const settling = 5000;

/** Looks around until nothing is left that is about to go. */
async function settled(corner: Corner, mark: string, before: MachineState): Promise<MachineState> {
  const until = performance.now() + settling;
  for (;;) {
    const now = lookAround(corner, mark);
    if (now.processes.length <= before.processes.length || performance.now() > until) return now;
    await sleep(50);
  }
}

async function leftOvers(paths: readonly string[]): Promise<{ readonly [from: string]: string }> {
  const read = await Promise.all(
    paths
      .filter((path) => path.startsWith('/'))
      .map(async (path) => [`the left-over ${path}`, await readFile(path, 'latin1').catch(() => '')] as const),
  );
  return Object.fromEntries(read);
}

const digestOf = (folder: string): string => createHash('sha256').update(treeOf(folder).join('\n')).digest('hex');

function isThere(need: Need): boolean {
  if (need === 'root') return isRoot();
  if (need === 'redis') return systemProgram('redis-server') !== undefined;
  return findBrowser({ env: process.env, headed: false }).ok;
}
