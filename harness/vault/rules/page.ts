import { chapters } from './index.ts';
import type { Rule } from './rule.ts';
import { wrap } from '../../model/wrap.ts';

/** `docs/rules.md`: every rule, for people to read. */
export function rulesPage(): string {
  return [
    '# What `holdout check` finds',
    '',
    'Errors keep a vault from being used (exit code 2). Warnings are for its author to weigh. `holdout check --explain`',
    'with the name of a rule shows the same in a terminal; `--fix` makes the changes that are certain.',
    '',
    'This page is written from the catalogue that the checks are tested with.',
    ...chapters.flatMap(({ title, rules }) => ['', `## ${title}`, ...rules.flatMap(ruleLines)]),
    '',
  ].join('\n');
}

function ruleLines({ code, severity, title, why, example }: Rule): readonly string[] {
  const head = ['', `### ${code}`, '', ...wrap(`**${title}** (${severity}). ${why}`, 120)];
  if (example === undefined) return head;
  const { file, wrong, right } = example;
  return [...head, '', ...fence(file, wrong), ...(right === '' ? [] : ['', 'Mended:', '', ...fence(file, right)])];
}

/** Not `yaml`: what stands there is wrong on purpose, and no page of a scenario's. */
const fence = (file: string, text: string): readonly string[] => [
  '```text',
  `# ${file}`,
  ...text.trimEnd().split('\n'),
  '```',
];
