import { adviceRules } from './advice.ts';
import { clauseRules } from './clauses.ts';
import { fileRules } from './files.ts';
import { kindRules } from './kinds.ts';
import { nameRules } from './names.ts';
import type { Rule } from './rule.ts';
import { shapeRules } from './shape.ts';
import { stepRules } from './steps.ts';
import { yamlRules } from './yaml.ts';

/** A chapter of the catalogue. */
export interface Chapter {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** Every kind of Problem that a vault can have, in the order in which it is told. */
export const chapters: readonly Chapter[] = [
  { title: 'Advice', rules: adviceRules },
  { title: 'Names', rules: nameRules },
  { title: 'Steps', rules: stepRules },
  { title: 'Browser, db and use steps', rules: kindRules },
  { title: 'Specification', rules: clauseRules },
  { title: 'Keys and values', rules: shapeRules },
  { title: 'YAML', rules: yamlRules },
  { title: 'Files', rules: fileRules },
];

export const rules: readonly Rule[] = chapters.flatMap((chapter) => chapter.rules);
