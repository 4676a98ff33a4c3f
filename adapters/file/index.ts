import { posix } from 'node:path';
import type { Adapter, FileLook, TrialContext } from '../../harness/model/adapter.ts';
import type { FileContent } from '../../harness/model/cell.ts';
import type { Observation, Seen } from '../../harness/model/observation.ts';
import { unreachable } from '../../harness/model/problem.ts';
import { interrupted, unlessAborted } from '../aborted.ts';
import { bytes } from '../text.ts';
import { unseen } from '../unseen.ts';

/** Looks at one file inside the Cell. It holds nothing between acts. */
export const file: Adapter<FileLook> = {
  kind: 'file',
  open: (trial) => ({
    act: (action, _as, signal) => look(action, trial, signal),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }),
};

async function look(action: FileLook, trial: TrialContext, signal: AbortSignal): Promise<Observation> {
  const path = posix.resolve(trial.workDir, action.path);
  if (path.includes('\0')) return unseen('file', 'no file has a zero byte in its name');
  const content = await unlessAborted(signal, () => trial.cell.read(path, trial.limits.output));
  if (content === undefined) return unseen('file', interrupted);
  if (content.is === 'unseen') return unseen('file', content.why);
  const isCut = content.is === 'file' && content.size > content.bytes.length;
  return { fields: fieldsOf(content), ...(isCut && { reached: { limit: 'output' } }) };
}

function fieldsOf(content: Exclude<FileContent, { is: 'unseen' }>): Observation['fields'] {
  switch (content.is) {
    case 'file':
      return { exists: yes, text: textOf(content), size: { is: 'number', value: content.size } };
    case 'other':
      return { exists: yes, text: missing(`it is there, but ${content.what}`), size: missing(content.what) };
    case 'absent':
      return { exists: { is: 'boolean', value: false }, text: missing('no such file'), size: missing('no such file') };
    default:
      return unreachable(content);
  }
}

/** A file longer than the limit is no fault of the candidate's until a step asks for its text. */
function textOf({ size, bytes: content }: Extract<FileContent, { is: 'file' }>): Seen {
  if (size > content.length)
    return missing(`it has ${bytes(size)}, more than limit "output" (${bytes(content.length)})`);
  return { is: 'text', text: new TextDecoder().decode(content) };
}

const yes: Seen = { is: 'boolean', value: true };

const missing = (why: string): Seen => ({ is: 'missing', why });
