import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { fail, ok, problem, type Problem, type Result } from '../model/problem.ts';
import type { ReadFile, Reporter } from '../model/report.ts';
import { didYouMean } from '../vault/suggest.ts';
import { formatNames, isFormat, reporter } from '../wiring.ts';
import { styleOf } from './say.ts';

export interface OutputFlags {
  /** `html=report.html`; without a file it is what is printed. */
  readonly report?: readonly string[];
  readonly json?: boolean;
}

/** One format that was asked for, and where its text goes: a file, or standard output. */
export interface Output {
  readonly reporter: Reporter;
  readonly file?: string;
}

/** What a format may have words for. */
type Topic = 'render' | 'comparison' | 'matrix' | 'history';

const topics: { readonly [topic in Topic]: string } = {
  render: 'a run',
  comparison: 'a comparison',
  matrix: 'several runs side by side',
  history: 'a history',
};

/** What `--report` and `--json` ask for, before anything is done: a slip in them should cost nobody a run. */
export async function findOutputs(
  { report = [], json = false }: OutputFlags,
  topic: Topic,
): Promise<Result<readonly Output[]>> {
  const asked = [...report, ...(json ? ['json'] : [])].map((text) => {
    const [format = '', ...file] = text.split('=');
    return { format, file: file.length === 0 ? undefined : file.join('=') };
  });
  const printed = asked.filter(({ file }) => file === undefined);
  if (printed.length > 1) {
    const both = printed.map(({ format }) => format).join(' and ');
    return fail(
      problem('usage', `standard output has room for one of ${both}`, {
        fix: '--report html=report.html writes to a file',
      }),
    );
  }
  const outputs: Output[] = [];
  for (const { format, file } of printed.length === 0 ? [{ format: 'terminal', file: undefined }, ...asked] : asked) {
    if (!isFormat(format)) {
      const near = didYouMean(format, formatNames);
      const fix = near.fix ?? `there are ${formatNames.join(', ')}`;
      return fail(problem('no-such-format', `there is no report format "${format}"`, { fix }));
    }
    if (file === '') return fail(problem('usage', `--report ${format}= names no file`));
    const found = await reporter(format);
    // A history is runs, too: a format without words of its own for it tells them one by one.
    if (found[topic] === undefined && topic !== 'history')
      return fail(problem('usage', `${format} has no words for ${topics[topic]}`, { fix: 'choose another format' }));
    outputs.push({ reporter: found, ...(file === undefined ? {} : { file }) });
  }
  return ok(outputs);
}

/** Writes each text to its file, and last the one that is printed. @returns the files that could not be written. */
export function tell(
  outputs: readonly Output[],
  draw: (reporter: Reporter, style: ReturnType<typeof styleOf>, file: string | undefined) => string,
): readonly Problem[] {
  const problems = outputs.flatMap(({ reporter: own, file }) => {
    if (file === undefined) return [];
    try {
      writeFileSync(file, draw(own, { colour: false, width: 100 }, file));
      return [];
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      return [problem('not-writable', `the report ${file} could not be written (${code})`)];
    }
  });
  for (const { reporter: own, file } of outputs)
    if (file === undefined) process.stdout.write(draw(own, styleOf(process.stdout), undefined));
  return problems;
}

/** Bytes of one file that is put into a report, and of all of them. */
const LARGEST = 4 * 1024 * 1024;
const ALL = 48 * 1024 * 1024;

/** Reads the files that a report shows, as long as there is room for them in it. */
export function readFiles(): ReadFile {
  let room = ALL;
  return (path) => {
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === undefined || size > LARGEST || size > room) return undefined;
    room -= size;
    return readFileSync(path);
  };
}
