import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Judged } from './assess.ts';
import { type Called, type Calling, call } from './command-line.ts';

/** Every format in which a worker may read a verdict. */
const formats = ['json', 'junit', 'ctrf', 'markdown', 'html', 'github'];

export interface Judging {
  readonly repo: string;
  readonly vault: string;
  readonly store: string;
  /** A folder for what a worker may read; without it only the owner's count is asked for. */
  readonly out?: string;
  /** It was judged before. */
  readonly again?: boolean;
}

/** What came of it, and everything that a worker could read of it, by where. */
export interface Answer {
  readonly judged: Judged;
  readonly texts: { readonly [from: string]: string };
  /** What the command said, for whoever has to find out what went wrong. */
  readonly said: string;
}

/** Judges `main` of a repository through the command line: as a worker is told of it, then as its owner reads it. */
export async function judge(calling: Calling, { repo, vault, store, out, again }: Judging): Promise<Answer> {
  const common = ['run', repo, '--ref', 'main', '--vault', vault, '--store', store, '--confirm', '0'];
  if (out === undefined) {
    const called = await call([...common, ...(again === true ? ['--again'] : []), '--json'], calling);
    const trouble = JSON.stringify(firstReport(called.stdout)?.trouble ?? 'no trouble with the whole run');
    return { judged: judged(called, called.stdout), texts: {}, said: `${called.stderr}\n${trouble}` };
  }
  mkdirSync(out, { recursive: true });
  const reports = formats.flatMap((format) => ['--report', `${format}=${join(out, format)}`]);
  const called = await call([...common, '--audience', 'worker', ...reports], calling);
  const shown = called.late ? undefined : await call(['show', 'latest', '--store', store, '--json'], calling);
  const files = Object.fromEntries(
    readdirSync(out).map((name) => [`the ${name} report`, readFileSync(join(out, name), 'utf8')] as const),
  );
  rmSync(out, { recursive: true, force: true });
  return {
    judged: judged(called, shown?.stdout ?? ''),
    texts: { ...files, 'standard output': called.stdout, 'standard error': called.stderr },
    said: called.stdout + called.stderr,
  };
}

/** The codes that mean a decision, a refusal, or none. Any other is no answer of ours. */
const answers = new Set([0, 1, 2, 3]);

function judged({ code, ms, late, stderr }: Called, document: string): Judged {
  const report = firstReport(document);
  const crashed = !late && (code === undefined || !answers.has(code) || /^ {4}at |a bug in the judge/m.test(stderr));
  return {
    code,
    ms,
    late,
    crashed,
    pass: report?.tally?.pass,
    total: report?.tally?.total,
    allowed: code === 0 || report?.decision?.is === 'allow',
  };
}

interface ReportDocument {
  readonly tally?: { readonly pass: number; readonly total: number };
  readonly decision?: { readonly is: string };
  readonly trouble?: unknown;
}

function firstReport(text: string): ReportDocument | undefined {
  try {
    return (JSON.parse(text) as { readonly reports?: readonly ReportDocument[] }).reports?.[0];
  } catch {
    return undefined;
  }
}
