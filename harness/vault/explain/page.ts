import { paint, printable } from '../../model/frame.ts';
import type { Explanation } from './scenario.ts';
import type { StepWords } from './step.ts';

export interface PageStyle {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
}

/** An Explanation as a page of text for a terminal. Ends with a newline. */
export function explanationPage(explanation: Explanation, style: PageStyle): string {
  const { id, name, description, hint, tags, facts, variables, files, rows, before, steps, after } = explanation;
  const page: Page = { lines: [], style: { ...style, width: Math.min(style.width, 100) } };
  const bold = paint('1', style.colour);
  page.lines.push(bold(printable(name)));
  add(page, '', tags.length === 0 ? id : `${id}, tagged ${tags.join(', ')}`);
  if (description !== undefined) add(page, '', description);
  section(page, 'What it counts for', facts);
  if (hint !== undefined) add(page, '  ', `- the hint that a worker may be shown: ${hint}`, '    ');
  section(page, 'Rows', rows);
  section(
    page,
    'Made up for each run, and shown below as ‹its name›',
    variables.map(({ name: variable, how, secret }) => `${variable}: ${how}${secret ? ' (masked in reports)' : ''}`),
  );
  section(page, 'Files that are there before it starts', files);
  addSteps(page, 'Before', before);
  addSteps(page, 'Steps', steps);
  addSteps(page, 'After, whatever happens; a failure here is told and not counted', after);
  return `${page.lines.join('\n')}\n`;
}

interface Page {
  readonly lines: string[];
  readonly style: PageStyle;
}

function section({ lines, style }: Page, title: string, items: readonly string[]): void {
  if (items.length === 0) return;
  lines.push('', paint('1', style.colour)(title));
  for (const item of items) add({ lines, style }, '  ', `- ${item}`, '    ');
}

function addSteps(page: Page, title: string, steps: readonly StepWords[]): void {
  if (steps.length === 0) return;
  page.lines.push('', paint('1', page.style.colour)(title));
  steps.forEach((step, index) => addStep(page, '  ', `${index + 1}. `, step));
}

function addStep(page: Page, indent: string, number: string, step: StepWords): void {
  const { name, as, does, acts, steps, expects, waits, saves } = step;
  const below = `${indent}${' '.repeat(number.length)}`;
  const who = as === undefined ? '' : `as ${as}, `;
  add(page, indent, `${number}${name}`, below);
  add(page, below, `${who}${does}`, `${below}  `);
  for (const act of acts) add(page, `${below}  `, `- ${act}`, `${below}    `);
  steps.forEach((inner, index) => addStep(page, `${below}  `, `${number.trim()}${index + 1}. `, inner));
  if (expects.length === 1) add(page, below, `expect that ${expects[0] ?? ''}`, `${below}  `);
  if (expects.length > 1) {
    add(page, below, 'expect that');
    for (const expected of expects) add(page, `${below}  `, `- ${expected}`, `${below}    `);
  }
  if (waits !== undefined) add(page, below, waits, `${below}  `);
  for (const saved of saves) add(page, below, `keep ${saved}`, `${below}  `);
}

/** One text, broken between words where it is too long; lines after the first have an indent of their own. */
function add({ lines, style }: Page, indent: string, text: string, hanging = indent): void {
  let line = indent;
  let empty = true;
  for (const word of printable(text).split(' ')) {
    if (!empty && line.length + 1 + word.length > style.width) {
      lines.push(line);
      line = hanging;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line);
}
