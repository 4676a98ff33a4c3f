import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { fields } from '../../../harness/model/adapter.ts';
import { defaultLimits } from '../../../harness/model/limits.ts';
import { feedbackLevels } from '../../../harness/model/vault.ts';
import { checkShape, readSchema } from '../../../harness/vault/schema.ts';
import { readDocument } from '../../../harness/vault/document.ts';
import { sourceOf } from '../../../harness/vault/source.ts';
import { load, loadSteps } from './rig.ts';

interface Schema {
  readonly properties?: Record<string, Schema>;
  readonly definitions?: Record<string, Schema>;
  readonly $defs?: Record<string, Schema>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly description?: string;
}

const schemaOf = (name: 'scenario' | 'vault' | 'flow'): Schema => readSchema(name);

describe('the published schemas', () => {
  it('are valid draft-07', () => {
    for (const name of ['scenario', 'vault', 'flow'] as const) {
      expect(new Ajv().validateSchema(readSchema(name)), name).toBe(true);
    }
  });

  it('describe every key, for those who hover over it', () => {
    const bare: string[] = [];
    const walk = (path: string, schema: Schema): void => {
      for (const [key, below] of Object.entries(schema.properties ?? {})) {
        if (below.description === undefined) bare.push(`${path}.${key}`);
        walk(`${path}.${key}`, below);
      }
      for (const [key, below] of Object.entries({ ...schema.definitions, ...schema.$defs })) walk(`#${key}`, below);
      if (typeof schema.additionalProperties === 'object') walk(`${path}.*`, schema.additionalProperties);
      if (schema.items !== undefined) walk(`${path}[]`, schema.items);
    };
    for (const name of ['scenario', 'vault', 'flow', 'report'] as const) walk(name, readSchema(name));
    expect(bare).toEqual([]);
  });

  it('know the fields, limits and levels of the model', () => {
    const known = new Set(Object.values(fields).flat());
    expect(new Set(Object.keys(schemaOf('scenario').definitions?.['expect']?.properties ?? {}))).toEqual(known);
    const vault = schemaOf('vault').properties;
    expect(Object.keys(vault?.['limits']?.properties ?? {})).toEqual(Object.keys(defaultLimits));
    expect(vault?.['feedback']?.enum).toEqual(feedbackLevels);
  });

  it('accept a flow', () => {
    const flow =
      'name: log in\nparams: [email]\nsteps:\n  - http: GET /\n    save: { token: body.token }\nreturns: { token: "${token}" }\n';
    const { reading, root } = readDocument(sourceOf('flows/log-in.yaml', flow), { templates: true });
    expect(root && checkShape(reading, root, 'flow')).toBe(true);
  });
});

const messages = (yaml: string): readonly string[] =>
  load({ 'a.yaml': yaml }).problems.map(({ message, fix }) => `${message} | ${fix ?? ''}`);
const top = (line: string): readonly string[] => messages(`name: A\n${line}\nsteps:\n  - http: GET /\n`);

describe('a file of the wrong shape', () => {
  it.each([
    ['after: [{ http: GET /, eventually: soon }]', '"soon" is not a duration | write it like 10s'],
    ['timeout: 1 minute', '"1 minute" is not a duration | write it like 500ms, 10s or 2m'],
    ['weight: 0', '"weight" must be at least 1 | '],
    ['weight: 1.5', '"weight" must be a whole number, not the number 1.5 | '],
    ['mustPass: yes', '"mustPass" must be true or false, not text | write true or false'],
    ['hint: 007', '"hint" must be text, not the number 007 | quote it: "007"'],
    ['hint:', '"hint" must be text, not nothing | '],
    ['tags: [a, 5]', 'an item of "tags" must be text, not the number 5 | quote it: "5"'],
    ['tags: [a, a]', '"tags" has the same item twice | remove one of them'],
    ['tags: ["a b"]', '"a b" is not a tag | write it like auth or smoke'],
    ['vars: [a]', '"vars" must be a mapping, not a list | '],
    ['before: {}', '"before" must be a list, not a mapping | '],
    ['examples: []', '"examples" must not be empty | '],
    ['vars: { app: 1 }', '"app" can\'t be the name of a variable | this name is taken'],
    ['vars: { 1st: 1 }', '"1st" can\'t be the name of a variable | use letters, digits and "_", and no digit first'],
    ['if: x', 'unknown key "if" | scenarios have no conditions; this word is reserved'],
    ['colour: red', 'unknown key "colour" | '],
  ])('%s is one Problem', (line, message) => expect(top(line)).toEqual([message]));

  it.each([
    ['', 'the file must be a mapping, not nothing | '],
    ['- a\n', 'the file must be a mapping, not a list | '],
    ['name: A\n', 'the file needs the key "steps" | '],
    ['name: ""\nsteps: [{ http: GET / }]\n', '"name" must not be empty | '],
    ['name: A\nsteps: []\n', '"steps" must not be empty | '],
    ['name: A\nsteps: [x]\n', 'an item of "steps" must be a mapping, not text | '],
  ])('%j is one Problem', (yaml, message) => expect(messages(yaml)).toEqual([message]));

  it('is told of eventually where it looks for a way to sleep', () => {
    expect(loadSteps('- sleep: 5s').problems[0]?.fix).toContain('eventually');
  });

  it('has no key that JavaScript knows and the schema does not', () => {
    expect(top('constructor: x')).toEqual(['unknown key "constructor" | ']);
    expect(top('__proto__: x')).toEqual(['unknown key "__proto__" | ']);
  });
});
