/** What there is to know of one kind of Problem. */
export interface Rule {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong, as a sentence without its full stop. */
  readonly title: string;
  /** Why that matters, and what to do; a few sentences. */
  readonly why: string;
  /** Left out where showing it would take a file of a megabyte, or of no text. */
  readonly example?: Example;
}

/** The same file with the mistake and without it. */
export interface Example {
  readonly file: string;
  readonly wrong: string;
  readonly right: string;
  /** Other files of the vault that it takes, by path. */
  readonly beside?: { readonly [path: string]: string };
}

/** The vault.yaml that examples stand beside when they don't bring their own. */
export const exampleSettings = `name: Hello
candidate:
  start: node server.js
  port: 3000
  bin: { notes: node cli.js }
  db: { main: { sqlite: data/app.db } }
`;

const name = 'name: The candidate says hello\n';
export const file = 'greeting.yaml';

/** A scenario with one step, before and after. */
export const step = (wrong: string, right: string, top = ''): Example => ({
  file,
  wrong: `${name}${top}steps:\n${item(wrong)}`,
  right: `${name}${top}steps:\n${item(right)}`,
});

/** The same step, with other words at the top. */
export function varied(own: string, same: string, above: string, [from, to]: readonly [string, string]): Example {
  const example = step(own, same, above);
  return { ...example, right: example.right.replace(from, to) };
}

/** A scenario with something else at its top, before and after. */
export const top = (wrong: string, right: string, steps = 'http: GET /hello\nexpect: { text: hello }'): Example => ({
  file,
  wrong: `${name}${wrong}\nsteps:\n${item(steps)}`,
  right: `${name}${right}\nsteps:\n${item(steps)}`,
});

/** An expectation of `GET /hello`, before and after. */
export const expecting = (wrong: string, right: string, above = ''): Example =>
  step(`http: GET /hello\n${wrong}`, `http: GET /hello\n${right}`, above);

/** Something more in vault.yaml, beside one scenario that has a tag. */
export const settings = (wrong: string, right: string, whole = exampleSettings): Example => ({
  file: 'vault.yaml',
  wrong: `${whole}${wrong}\n`,
  right: `${whole}${right}\n`,
  beside: {
    'auth/login.yaml':
      'name: Log in\ntags: [auth]\nsteps:\n  - http: POST /login\n    expect: { body: { token: $nonempty } }\n',
  },
});

/** Lines of YAML as an item of a list; a line that starts with a dash is the next one. */
const item = (yaml: string): string => `  - ${yaml.replaceAll(/\n(?!- )/g, '\n    ').replaceAll('\n- ', '\n  - ')}\n`;
