import type { Attack, Letter } from './attack.ts';
import type { MachineState } from './machine.ts';
import type { Caught } from './sinks.ts';

/** One judging as it was seen from outside. */
export interface Judged {
  /** Nothing when it was ended by us, or by a signal. */
  readonly code: number | undefined;
  /** Milliseconds until it had an answer. */
  readonly ms: number;
  /** It gave no answer in time and was killed. */
  readonly late: boolean;
  /** It fell over: a trace of ours, or a signal. */
  readonly crashed: boolean;
  /** Nothing when there is no run: the candidate was refused before. */
  readonly pass: number | undefined;
  readonly total: number | undefined;
  readonly allowed: boolean;
}

/** Everything that one attack led to. */
export interface Seen {
  /** One, or two when it is judged twice. */
  readonly judged: readonly Judged[];
  /** The good candidate right after it. */
  readonly next: Judged;
  /** Texts that a worker can read, by where they are from. */
  readonly texts: { readonly [from: string]: string };
  readonly sinks: readonly Caught[];
  readonly before: MachineState;
  readonly after: MachineState;
  /** Digests of the candidate's repository. */
  readonly repository: { readonly before: string; readonly after: string };
}

/** What may be seen by nobody, and what is known of an honest candidate. */
export interface Secrets {
  /** One for each scenario. */
  readonly canaries: readonly string[];
  readonly nonce: string;
  /** The absolute path of the vault. */
  readonly vault: string;
  /** What the candidate writes wherever it can. */
  readonly mark: string;
}

/** How many an honest base passes, of how many. */
export interface Honest {
  readonly broken: number;
  readonly total: number;
}

/** One of the four that does not hold, and how. */
export interface Loss {
  readonly letter: Letter;
  /** `5 pass, honestly it is 3`. */
  readonly how: string;
}

/** What a run may leave of itself in a cache: the builds of three small trees. */
const mostGrowth = 64 * 1024 ** 2;

/** Holds what an attack led to against the four. Nothing: it was contained. */
export function assess(attack: Attack, seen: Seen, secrets: Secrets, honest: Honest): readonly Loss[] {
  return [
    ...seen.judged.flatMap((judged) => verdict(attack, judged, honest)),
    ...disclosure(seen, secrets),
    ...life(seen, honest),
    ...cleanliness(seen),
  ];
}

function verdict(attack: Attack, { pass = 0, allowed }: Judged, honest: Honest): readonly Loss[] {
  const most = attack.base === 'broken' ? honest.broken : honest.total;
  const losses: Loss[] = [];
  if (pass > most) losses.push({ letter: 'V', how: `${pass} pass, honestly it is ${most}` });
  if (allowed && (attack.base === 'broken' || attack.refused)) losses.push({ letter: 'V', how: 'the gate allows it' });
  return losses;
}

function disclosure({ texts, sinks, repository }: Seen, secrets: Secrets): readonly Loss[] {
  const named: readonly (readonly [what: string, text: string])[] = [
    ...secrets.canaries.map((canary) => ['a canary', canary] as const),
    ['the nonce', secrets.nonce],
    ['the path of the vault', secrets.vault],
  ];
  const leaks = Object.entries(texts).flatMap(([from, text]) => [
    ...named.filter(([, secret]) => holds(text, secret)).map(([what]) => `${what} is in ${from}`),
    // Left-overs are the machine's matter; here it is about what is printed.
    ...(text.includes(secrets.mark) ? [`words of the candidate are in ${from}`] : []),
  ]);
  const caught = [...new Set(sinks.map(({ by }) => by))].map((by) => {
    const bytes = sinks.flatMap((one) => (one.by === by ? [one.bytes] : [])).join('');
    const told = named.find(([, secret]) => holds(bytes, secret))?.[0] ?? `${bytes.length} bytes`;
    return `a ${by} of the host was told ${told}`;
  });
  const changed = repository.before === repository.after ? [] : ["the candidate's repository was changed"];
  return [...new Set([...leaks, ...caught, ...changed])].map((how) => ({ letter: 'D', how }));
}

/** Whether a text holds a secret as it is, backwards, in hex, or in base64 at any offset. */
export function holds(text: string, secret: string): boolean {
  const bytes = Buffer.from(secret);
  const inBase64 = [0, 1, 2].map((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    // The first and the last characters depend on the neighbours.
    return padded.slice(offset === 0 ? 0 : offset + 1, -1);
  });
  const forms = [secret, secret.split('').toReversed().join(''), bytes.toString('hex'), ...inBase64];
  return forms.some((form) => text.includes(form));
}

function life({ judged, next }: Seen, honest: Honest): readonly Loss[] {
  const losses = judged.flatMap((one) => [
    ...(one.late ? ['the judge gave no answer in time'] : []),
    ...(one.crashed ? ['the judge fell over'] : []),
  ]);
  const { pass = 0, allowed } = next;
  if (pass !== honest.total || !allowed)
    losses.push(`the next good candidate passes ${pass} of ${honest.total}${allowed ? '' : ' and is not allowed'}`);
  return losses.map((how) => ({ letter: 'L', how }));
}

function cleanliness({ before, after }: Seen): readonly Loss[] {
  const lists = {
    processes: 'a process is left',
    ports: 'a port is still open',
    mounts: 'a mount is different',
    home: 'HOME is different',
    settings: 'settings are different',
    temporary: 'a temporary file is left',
  } as const;
  const losses = (Object.keys(lists) as (keyof typeof lists)[]).flatMap((key) =>
    different(before[key], after[key])
      .slice(0, 3)
      .map((line) => `${lists[key]}: ${line}`),
  );
  const grown = after.bytes - before.bytes;
  if (grown > mostGrowth) losses.push(`the disk holds ${Math.round(grown / 1024 ** 2)} MiB more`);
  return losses.map((how) => ({ letter: 'C', how }));
}

/** What is in one of them only. */
function different(before: readonly string[], after: readonly string[]): readonly string[] {
  const old = new Set(before);
  const now = new Set(after);
  return [...after.filter((one) => !old.has(one)), ...before.filter((one) => !now.has(one))];
}
