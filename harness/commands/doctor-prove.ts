import { readCorpus } from '../attack/corpus.ts';
import type { Proof } from '../attack/prove.ts';
import { proveAll } from '../attack/prove-all.ts';
import { exitCodes } from '../model/gate.ts';
import { formatProblems } from '../vault/frame.ts';
import { attackCorpus, ownProgram } from '../wiring.ts';
import { onInterrupt } from './interrupt.ts';
import { outcomeOf, provedSentence, provedTable } from './proved-text.ts';
import { stop, styleOf } from './say.ts';

export interface ProveFlags {
  readonly json?: boolean;
  /** Ids of attacks; all unless stated. */
  readonly only?: readonly string[];
}

/**
 * `holdout doctor --prove`: judges every attack of the corpus on this machine, as a user would. @returns 0 when all are
 * contained, 3 when nothing can be confined here, 2 for an unknown id, 1 otherwise.
 */
export async function doctorProve({ json = false, only = [] }: ProveFlags): Promise<number> {
  const listener = { audience: 'owner', json } as const;
  const corpus = readCorpus(attackCorpus(), only);
  if (!corpus.ok) return stop(corpus.problems, listener, formatProblems);
  using interrupt = onInterrupt();
  const proved = await proveAll(
    { corpus: corpus.value, program: ownProgram(), signal: interrupt.signal },
    {
      begun: ({ id, tries }, index, of) => process.stderr.write(`${index + 1} of ${of}  ${id}  ${tries}\n`),
      ended: ({ losses, said = '' }) => {
        if (losses.length > 0) process.stderr.write(`  NOT CONTAINED\n${indented(said)}\n`);
      },
    },
  );
  if (interrupt.signal.aborted) return interrupt.exitCode();
  if (!proved.ok) {
    stop(proved.problems, listener);
    return exitCodes.hold;
  }
  const proofs = proved.value;
  if (json) process.stdout.write(`${JSON.stringify(provedDocument(proofs), null, 2)}\n`);
  else process.stdout.write(`${provedTable(proofs, styleOf(process.stdout).width)}\n\n${provedSentence(proofs)}\n`);
  return proofs.every(({ losses }) => losses.length === 0) ? exitCodes.allow : exitCodes.deny;
}

/** What `--json` prints. */
export function provedDocument(proofs: readonly Proof[]) {
  const tried = proofs.filter(({ skipped }) => skipped === undefined);
  return {
    version: 1,
    contained: tried.filter(({ losses }) => losses.length === 0).length,
    tried: tried.length,
    attacks: proofs.map((proof) => ({
      id: proof.attack.id,
      tries: proof.attack.tries,
      asserts: proof.attack.asserts,
      /** `contained`, `not tried: needs browser`, or what was lost. */
      outcome: outcomeOf(proof),
      stoppedBy: proof.attack.stoppedBy,
      losses: proof.losses,
      ms: Math.round(proof.ms),
    })),
  };
}

const indented = (text: string): string => text.trim().replaceAll(/^/gm, '  | ');
