import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCorpus } from '../harness/attack/corpus.ts';
import type { Proof } from '../harness/attack/prove.ts';
import { proveAll } from '../harness/attack/prove-all.ts';
import { isRoot } from '../harness/cell/system.ts';
import { provedDocument } from '../harness/commands/doctor-prove.ts';
import { outcomeOf, provedSentence, provedTable } from '../harness/commands/proved-text.ts';
import { formatProblems } from '../harness/vault/frame.ts';
import { attackCorpus, ownProgram } from '../harness/wiring.ts';
import { attackNaive, isInert, type Measure, measureNaive, type NaiveLosses } from '../test/rig/naive/naive.ts';

/*
 * All attacks, on Holdout as this user and, when that is root, as one without any privilege; and on the naive judge, which
 * must lose. `node scripts/attacks.ts [--no-naive] [--one-user] [--json] [id ...]`. Exits 0 when all are contained and at
 * least nine of ten attacks do to the naive judge what they declare.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const words = process.argv.slice(2);
const has = (flag: string): boolean => words.includes(flag);
const ids = words.filter((word) => !word.startsWith('--'));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const read = readCorpus(attackCorpus(), ids);
if (!read.ok) {
  say(formatProblems(read.problems, { colour: false }));
  process.exit(2);
}
const corpus = read.value;
const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());

const naive = new Map<string, NaiveLosses>();
const proved = await proveAll(
  { corpus, program: ownProgram(), signal: controller.signal },
  {
    begun: ({ id, tries }, index, of) => say(`${index + 1} of ${of}  ${id}  ${tries}`),
    ended: (proof) => {
      if (proof.losses.length > 0) say(`  NOT CONTAINED: ${outcomeOf(proof)}\n${proof.said ?? ''}`);
    },
  },
);
if (controller.signal.aborted) process.exit(130);
if (!proved.ok) {
  say(formatProblems(proved.problems, { colour: false }));
  process.exit(3);
}
const proofs = proved.value;
const contained = proofs.every(({ losses }) => losses.length === 0);
if (has('--json')) {
  process.stdout.write(`${JSON.stringify(provedDocument(proofs))}\n`);
  process.exit(contained ? 0 : 1);
}

const asUser = isRoot() && !has('--one-user') ? await asOrdinaryUser() : undefined;
if (!has('--no-naive')) {
  say('and now the naive judge');
  const measures = new Map<string, Measure>();
  for (const { attack, honest } of proofs) {
    if (honest === undefined) continue;
    const measure = measures.get(attack.vault) ?? (await measureNaive(attack.vault, honest));
    measures.set(attack.vault, measure);
    naive.set(attack.id, await attackNaive(attack, measure));
  }
}
const inert = proofs.filter(({ attack }) => {
  const losses = naive.get(attack.id);
  return losses !== undefined && isInert(attack, losses);
});
const columns = [
  ...(asUser === undefined
    ? []
    : [{ title: 'unprivileged', cell: ({ attack }: Proof) => asUser.get(attack.id) ?? '' }]),
  ...(naive.size === 0 ? [] : [{ title: 'naive judge', cell: ({ attack }: Proof) => lost(attack.id) }]),
];
process.stdout.write(`${provedTable(proofs, process.stdout.columns ?? 180, columns)}\n\n${provedSentence(proofs)}`);
if (asUser !== undefined)
  process.stdout.write(
    `, and ${[...asUser.values()].filter((text) => text === 'contained').length} as an unprivileged user`,
  );
if (naive.size > 0) process.stdout.write(`; the naive judge loses to ${naive.size - inert.length} of ${naive.size}`);
process.stdout.write('\n');
for (const { attack } of inert)
  say(`inert: ${attack.id} is declared to cost the naive judge ${attack.naive.join(' ')}`);
const userToo = asUser === undefined || [...asUser.values()].every((text) => /^(contained|not tried)/.test(text));
process.exit(contained && userToo && inert.length * 10 <= naive.size ? 0 : 1);

/** `V: 6 pass, honestly it is 3`, for each of the four once. */
function lost(id: string): string {
  const seen = new Map(naive.get(id)?.losses.map(({ letter, how }) => [letter, how]));
  return [...seen].map(([letter, how]) => `${letter}: ${how}`).join('; ');
}

/** The same again, as a user who owns nothing and may not be able to walk to this checkout. By id, how it ended. */
async function asOrdinaryUser(): Promise<ReadonlyMap<string, string>> {
  const uid = '54321';
  const dir = mkdtempSync(join(tmpdir(), 'holdout-attacks-'));
  chmodSync(dir, 0o755);
  const checkout = join(dir, 'checkout/');
  mkdirSync(checkout);
  mkdirSync(join(dir, 'tmp'));
  chmodSync(join(dir, 'tmp'), 0o1777);
  say('and now as an unprivileged user');
  const at = (path: string): string => (path.startsWith(root) ? join(checkout, path.slice(root.length)) : path);
  const user = [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${uid}`,
    '--clear-groups',
    '--inh-caps=-all',
    '--bounding-set=-all',
    '--',
  ];
  const command = [...user, at(process.execPath), join(checkout, 'scripts/attacks.ts'), '--json', ...ids];
  const script = 'mount --bind "$1" "$2" && shift 2 && exec "$@"';
  const env = { ...process.env, HOME: join(dir, 'tmp'), TMPDIR: join(dir, 'tmp') };
  const child = spawn(
    'unshare',
    ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', root, checkout, ...command],
    { env, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  controller.signal.addEventListener('abort', () => child.kill('SIGTERM'));
  await new Promise((resolve) => child.once('close', resolve));
  rmSync(dir, { recursive: true, force: true });
  const { attacks } = JSON.parse(text === '' ? '{"attacks":[]}' : text) as ReturnType<typeof provedDocument>;
  return new Map(attacks.map(({ id, outcome }) => [id, outcome]));
}
