import { readFileSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { fail, ok, problem, type Result } from '../model/problem.ts';

/** Characters of a passphrase. */
const most = 1024;

/** The passphrase that a file holds, without the newline at its end. */
export function passphraseOf(path: string): Result<string> {
  try {
    const text = statSync(path).size > 4 * most ? '' : readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    if (text !== '' && text.length <= most && !text.includes('\n')) return ok(text);
    return fail(problem('no-key', `${path} holds no passphrase`, { fix: 'write it there as one line' }));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return fail(problem('unreadable', `${path} can't be read (${code})`));
  }
}

/** What somebody types at the terminal, which doesn't show it. Nothing when nobody is there, or they give up. */
export async function typedPassphrase(question: string): Promise<string | undefined> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  // Before the question: who answers quickly is not shown either.
  stdin.setRawMode(true);
  stderr.write(question);
  let typed = '';
  // A letter may come in two chunks.
  const decoder = new StringDecoder('utf8');
  try {
    for await (const chunk of stdin.iterator({ destroyOnReturn: false })) {
      for (const key of decoder.write(chunk)) {
        if (key === '\r' || key === '\n') return typed === '' ? undefined : typed;
        // Ctrl+C and Ctrl+D: nothing else hears of them while the terminal is raw.
        if (key === '\u0003' || key === '\u0004') return undefined;
        if (key === '\u007f' || key === '\b') typed = typed.replace(/.$/su, '');
        else if (key >= ' ' && typed.length < most) typed += key;
      }
    }
    return undefined;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}
