import { createHash } from 'node:crypto';
import { masker } from '../gate/mask.ts';
import type { Attachment } from '../model/observation.ts';
import type { Failure, Outcome, TrialId } from '../model/trial.ts';
import type { StepsResult } from './steps.ts';

/** A file that shows the owner what a Trial came to; kept beside the Run, under this name. */
export interface EvidenceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Attached = NonNullable<Failure['attached']>;

export interface Kept {
  readonly main: Attached;
  readonly after: Attached;
  readonly files: readonly EvidenceFile[];
}

/**
 * Names the files that failed steps left and masks secrets in what is text of them. The names follow from the Trial alone,
 * so that the same Run has an equal value. A picture is kept as it is.
 */
export async function keepEvidence(
  trial: TrialId,
  { main, after }: { readonly main: StepsResult; readonly after: StepsResult },
  secrets: readonly string[],
): Promise<Kept> {
  const named = { main: nameAll(trial, '', main), after: nameAll(trial, '-after', after) };
  const files = await Promise.all([...named.main, ...named.after].map((file) => maskFile(file, secrets)));
  return { main: named.main.map(withoutBytes), after: named.after.map(withoutBytes), files };
}

type Named = Attachment & { readonly name: string };

const withoutBytes = ({ what, name }: Named): Attached[number] => ({ what, name });

function nameAll(trial: TrialId, suffix: string, result: StepsResult): readonly Named[] {
  const attachments = result.is === 'unmet' ? (result.attachments ?? []) : [];
  const name = nameOf(trial);
  return attachments.map(({ what, bytes }) => ({ what, bytes, name: `${name}${suffix}${endings[what]}` }));
}

/** Follows from the Trial alone: something to read, and what keeps it apart from others that read the same. */
function nameOf({ scenario, row, repeat, confirm }: TrialId): string {
  const mark = createHash('sha256')
    .update(JSON.stringify(confirm === undefined ? [scenario, row, repeat] : [scenario, row, repeat, confirm]))
    .digest('hex')
    .slice(0, 8);
  const readable = scenario
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(-60);
  return `${readable}-${mark}`;
}

/** What a Trial's Recording is called among the files of its Run. */
export const recordingName = (trial: TrialId): string => `${nameOf(trial)}${recordingEnding}`;

export const isRecording = (name: string): boolean => name.endsWith(recordingEnding);

const recordingEnding = '.recording.gz';

const endings = { screenshot: '.png', trace: '-trace.zip', outline: '-page.txt' } as const;

async function maskFile({ name, what, bytes }: Named, secrets: readonly string[]): Promise<EvidenceFile> {
  if (what === 'screenshot' || secrets.length === 0) return { name, bytes };
  const { maskText, maskZip } = await import('./mask-zip.ts');
  return { name, bytes: (what === 'trace' ? maskZip : maskText)(bytes, masker(secrets)) };
}

/** Bytes of evidence that one Run may keep: a candidate that fails everything should not fill the owner's disk. */
export const evidenceLimit = 256 * 1024 * 1024;

/**
 * What of a Trial's files there is still room for, and the Outcome without the names of the others. The bytes are the
 * candidate's; that they are left out is no part of the verdict.
 */
export function withinLimit(
  outcome: Outcome,
  files: readonly EvidenceFile[],
  room: number,
): { readonly outcome: Outcome; readonly files: readonly EvidenceFile[]; readonly bytes: number } {
  let bytes = 0;
  const kept = files.filter((file) => {
    if (bytes + file.bytes.length > room) return false;
    bytes += file.bytes.length;
    return true;
  });
  if (kept.length === files.length) return { outcome, files, bytes };
  const isKept = ({ name }: Attached[number]): boolean => kept.some((file) => file.name === name);
  const without = (failure: Failure): Failure => {
    const { attached = [], notes } = failure;
    const still = attached.filter(isKept);
    // A Recording shows no failure, so nobody misses it here.
    if (still.length === attached.length) return failure;
    const note = 'files that show it were left out: this run has kept 256 MiB of them';
    return { ...failure, attached: still, notes: [...notes, note] };
  };
  const { failures, afterFailures } = outcome;
  return {
    outcome: { ...outcome, failures: failures.map(without), afterFailures: afterFailures.map(without) },
    files: kept,
    bytes,
  };
}
