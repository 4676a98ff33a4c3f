import { exampleSettings, type Rule, top } from './rule.ts';

const settings = { 'vault.yaml': `${exampleSettings}specification: spec.md\n` };
const document = '# Greeting\n\n3.1 Everybody is greeted.\n3.2 Nobody is greeted twice.\n';
const specified = { ...settings, 'spec.md': document };

/** The specification, and what scenarios say of it. */
export const clauseRules: readonly Rule[] = [
  {
    code: 'no-specification',
    severity: 'error',
    title: 'The specification is not in the vault',
    why: 'It is a text or Markdown file in the vault, named by its path there, so that it is sealed and moved with it.',
    example: {
      file: 'vault.yaml',
      wrong: `${exampleSettings}specification: sepc.md\n`,
      right: `${exampleSettings}specification: spec.md\n`,
      beside: { 'spec.md': document, 'greeting.yaml': top('clauses: [3.1]', '').wrong },
    },
  },
  {
    code: 'no-clauses',
    severity: 'error',
    title: 'The specification has no numbered clause',
    why: 'A clause is a line that begins with its id: 3.1, or R12 and AUTH-3, or a number alone before a full stop, a parenthesis, or in a heading. Marks of headings, lists and emphasis may stand before it.',
    example: {
      file: 'spec.md',
      wrong: '# Greeting\n\nEverybody is greeted.\n',
      right: '# Greeting\n\n1. Everybody is greeted.\n',
      beside: { ...settings, 'greeting.yaml': top('tags: [greeting]', '').wrong },
    },
  },
  {
    code: 'duplicate-clause',
    severity: 'error',
    title: 'Two clauses of the specification have one id',
    why: 'A scenario that names it would mean either. Lists that begin again at 1. are no clauses: write them with bullets.',
    example: {
      file: 'spec.md',
      wrong: document.replace('3.2', '3.1'),
      right: document,
      beside: { ...settings, 'greeting.yaml': top('clauses: [3.1]', '').wrong },
    },
  },
  {
    code: 'unknown-clause',
    severity: 'error',
    title: 'A scenario names a clause that the specification does not have',
    why: 'The clause that was meant would seem to have no scenario.',
    example: { ...top('clauses: [3.11]', 'clauses: [3.1]'), beside: specified },
  },
  {
    code: 'clauses-of-nothing',
    severity: 'warning',
    title: 'A scenario names clauses, and the vault has no specification',
    why: 'They can be held against nothing. "specification" of vault.yaml names the document.',
    example: top('clauses: [3.1]', '# It is greeted.'),
  },
];
