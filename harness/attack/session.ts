import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { removeTree } from '../cell/remove.ts';
import type { Honest } from './assess.ts';
import type { Calling, Program } from './command-line.ts';
import type { Corpus } from './corpus.ts';
import { exitCodes } from '../model/gate.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { judge } from './judge.ts';
import { layOutBase } from './lay-out.ts';
import type { Corner } from './machine.ts';
import { type Sinks, openSinks } from './sinks.ts';
import { layOutVault } from './vaults.ts';

/** What all attacks of one go share: a private corner of the machine with its own HOME, cache and sinks. */
export interface Session extends AsyncDisposable {
  readonly corpus: Corpus;
  readonly corner: Corner;
  readonly calling: Calling;
  readonly sinks: Sinks;
  /** How many of how many the bases pass by a vault. Judged once. A Problem: nothing can be proved here. */
  honest(vault: string): Promise<Result<Honest>>;
}

export interface SessionOptions {
  readonly corpus: Corpus;
  readonly program: Program;
  /** Milliseconds that one judging may take: what its limits allow, and grace for a slow machine. */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
  /** A folder with compiled code of the judge's from earlier, to be copied. */
  readonly compiled?: string;
}

export async function openSession(options: SessionOptions): Promise<Session> {
  const { corpus, program, deadline = 240_000, signal, compiled } = options;
  const dir = mkdtempSync(join(tmpdir(), 'holdout-prove-'));
  chmodSync(dir, 0o711);
  const corner = { dir, home: join(dir, 'home'), tmp: join(dir, 'tmp') };
  for (const name of ['home', 'tmp', 'state', 'cache/holdout']) mkdirSync(join(dir, name), { recursive: true });
  if (compiled !== undefined)
    for (const kind of ['lanes', 'compile'])
      cpSync(join(compiled, kind), join(dir, 'cache/holdout', kind), { recursive: true, force: false });
  const env: NodeJS.ProcessEnv = {
    PATH: [dirname(program.node), process.env['PATH'] ?? ''].join(delimiter),
    HOME: corner.home,
    TMPDIR: corner.tmp,
    XDG_STATE_HOME: join(dir, 'state'),
    XDG_CACHE_HOME: join(dir, 'cache'),
    ...(process.env['NODE_EXTRA_CA_CERTS'] === undefined
      ? {}
      : { NODE_EXTRA_CA_CERTS: process.env['NODE_EXTRA_CA_CERTS'] }),
  };
  const sinks = await openSinks(randomBytes(6).toString('hex'));
  const known = new Map<string, Promise<Result<Honest>>>();
  const calling = { program, env, cwd: dir, deadline, ...(signal === undefined ? {} : { signal }) };
  const session: Session = {
    corpus,
    corner,
    calling,
    sinks,
    honest(vault) {
      const found = known.get(vault) ?? measure(session, vault);
      known.set(vault, found);
      return found;
    },
    async [Symbol.asyncDispose]() {
      await sinks[Symbol.asyncDispose]();
      removeTree(dir);
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return session;
}

/** Judges both bases. */
async function measure({ corpus, corner, calling }: Session, vault: string): Promise<Result<Honest>> {
  const folder = join(corner.dir, `honest-${vault}`);
  const counts: number[] = [];
  const words: string[] = [];
  let total = 0;
  for (const base of ['good', 'broken'] as const) {
    const repo = join(folder, `${base}-repo`);
    layOutBase(base, repo, 'honest', { corpus: corpus.dir, env: calling.env });
    layOutVault(join(corpus.dir, 'vaults', vault), join(folder, 'vault'), 'nobody');
    const { judged, said } = await judge(calling, { repo, vault: join(folder, 'vault'), store: join(folder, 'store') });
    if (judged.pass === undefined || judged.total === undefined) {
      const code = judged.code === exitCodes.hold ? 'no-confinement' : 'no-proof';
      const notes = said.trim().split('\n').slice(-20);
      return fail(problem(code, `the ${base} candidate could not be judged by the vault "${vault}"`, { notes }));
    }
    counts.push(judged.pass);
    words.push(...said.trim().split('\n').slice(-10));
    total = judged.total;
  }
  rmSync(folder, { recursive: true, force: true });
  const [good = 0, broken = 0] = counts;
  if (good === total && broken > 0 && broken < total) return ok({ broken, total });
  const message = `the honest candidates pass ${good} and ${broken} of ${total} by the vault "${vault}"`;
  const fix = 'nothing can be told from attacks until the good one passes all';
  return fail(problem('no-proof', message, { notes: words, fix }));
}
