import type { Draft, DraftStep, DraftVar } from './draft.ts';
import { literal, mapOf } from './said.ts';

export const templates = ['http', 'browser', 'cli', 'db'] as const;
export type TemplateName = (typeof templates)[number];

/** What a template is fitted to. */
export interface Fitting {
  /** A program that the vault's `run` steps may call. */
  readonly program?: string;
}

/** A journey to start from: short, whole, and asking for what is the application's own. */
export function fromTemplate(name: string, template: TemplateName, { program = 'notes' }: Fitting): Draft {
  return { name: literal(name), secrets: [], before: [], asks: [], ...bodies[template](program) };
}

type Body = Pick<Draft, 'vars' | 'steps'>;

const title: DraftVar = { name: 'title', value: 'Buy ${random.word()} ${random.int(1000, 9999)}' };

const step = (said: Parameters<typeof mapOf>[0], ...asks: readonly string[]): DraftStep => ({
  said: mapOf(said),
  asks,
});

const create = step(
  {
    name: 'add it',
    http: mapOf({ request: 'POST /todos', json: mapOf({ title: '${title}' }) }),
    expect: mapOf({ status: 201, body: mapOf({ id: '$any', title: '${title}' }) }),
    save: mapOf({ id: 'body.id' }),
  },
  'which request makes something, and what does its answer hold?',
);

const bodies: { readonly [name in TemplateName]: (program: string) => Body } = {
  http: () => ({
    vars: [title],
    steps: [
      create,
      step(
        {
          name: 'it is there afterwards',
          http: 'GET /todos/${id}',
          expect: mapOf({ body: mapOf({ title: '${title}' }) }),
        },
        'where is it seen?',
      ),
      step(
        {
          name: 'nonsense is refused',
          http: mapOf({ request: 'POST /todos', json: mapOf({ title: '' }) }),
          expect: mapOf({ status: '4xx' }),
        },
        'what must be refused?',
      ),
    ],
  }),
  browser: () => ({
    vars: [title],
    steps: [
      step(
        {
          name: 'add it',
          browser: [
            mapOf({ goto: '/' }),
            mapOf({ fill: mapOf({ label: 'New todo', value: '${title}' }) }),
            mapOf({ click: mapOf({ role: 'button', name: 'Add' }) }),
            mapOf({ see: mapOf({ role: 'listitem', hasText: '${title}' }) }),
          ],
        },
        'what is on the page: labels of fields, names of buttons, what appears?',
      ),
      step({
        name: 'it is there after a reload',
        browser: ['reload', mapOf({ see: mapOf({ text: '${title}' }) })],
      }),
    ],
  }),
  cli: (program) => ({
    vars: [title],
    steps: [
      step(
        {
          name: 'add it',
          run: mapOf({ command: [program, 'add', '${title}'] }),
          expect: mapOf({ stdout: mapOf({ $contains: '${title}' }) }),
        },
        'which command does something, and what does it print?',
      ),
      step({
        name: 'it is there afterwards',
        run: mapOf({ command: [program, 'list'] }),
        expect: mapOf({ stdout: mapOf({ $contains: '${title}' }) }),
      }),
      step({
        name: 'nonsense is refused',
        run: mapOf({ command: [program, 'no-such-command'] }),
        expect: mapOf({ exit: mapOf({ $not: 0 }), stderr: '$nonempty' }),
      }),
    ],
  }),
  db: () => ({
    vars: [title],
    steps: [
      create,
      step(
        {
          name: 'one row is stored',
          db: mapOf({ query: 'select title from todos where id = ?', params: ['${id}'] }),
          expect: mapOf({ rows: [mapOf({ title: '${title}' })] }),
        },
        'in which table does it end up?',
      ),
    ],
  }),
};
