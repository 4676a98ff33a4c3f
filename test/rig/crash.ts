import { server } from './workbench.ts';

// A vault of 60 scenarios and a candidate that fails some of them, always the same, for judges that are killed.

const routes = `
  const url = new URL(path, 'http://here');
  const number = (name) => Number(url.searchParams.get(name));
  if (url.pathname === '/sum') return answer(200, { sum: number('a') + number('b'), by: built });
  if (url.pathname === '/product') return answer(200, { product: number('a') * number('b') + 1 });
  if (url.pathname === '/half') return answer(200, { half: Math.floor(number('n') / 2) });
  if (url.pathname === '/echo') { let text = ''; for await (const chunk of request) text += chunk; return answer(201, JSON.parse(text)); }
`;

/** A command-line program beside the server. */
const cli = `
import { writeFileSync } from 'node:fs';
const [, , verb, ...words] = process.argv;
if (verb === 'upper') process.stdout.write(words.join(' ').toUpperCase() + '\\n');
else if (verb === 'note') writeFileSync('note.txt', words.join(' ') + '\\n');
else { process.stderr.write('no such verb\\n'); process.exit(3); }
`;

export const candidateFiles = {
  'build.mjs': `import { writeFileSync } from 'node:fs'; writeFileSync('built.mjs', 'export const built = "a build";\\n');\n`,
  'server.mjs': server(routes, `import { built } from './built.mjs';\nconsole.log(built);`),
  'cli.mjs': cli,
};

/** What is fresh in `candidate.fresh`. Whole instances for each Trial take ten times as long. */
export type Fresh = 'lane' | 'scenario';

const vaultYaml = (fresh: Fresh): string => `name: Crash
candidate:
  toolchain: [node]
  build: node build.mjs
  start: node server.mjs
  fresh: ${fresh}
  port: 3000
  ready: { within: 20s }
  bin: { words: node cli.mjs }
gate: { pass: 70%, mustPass: [echo/00] }
`;

const sum = (index: number): string => `name: The sum ${index} is right
tags: [sums]
vars: { a: "\${random.int(1, 999)}", b: "\${random.int(1, 999)}" }
steps:
  - http: { request: GET /sum, query: { a: "\${a}", b: "\${b}" } }
    expect: { status: 200, body: { sum: "\${a + b}", by: a build } }
`;

const echo = (index: number): string => `name: What was sent ${index} comes back
tags: [echoes]
vars: { name: "\${random.word()}", password: "\${random.string(16)}" }
secrets: [password]
steps:
  - http: { request: POST /echo, json: { name: "\${name}", password: "\${password}" } }
    expect: { status: 201, body: { name: "\${name}", password: "\${password}" } }
`;

/** Fails: the candidate is off by one, and a secret stands in what was seen. */
const product = (index: number): string => `name: The product ${index} is right
tags: [products]
hint: Products.
vars: { a: "\${random.int(2, 99)}", b: "\${random.int(2, 99)}", token: "\${random.string(12)}" }
secrets: [token]
steps:
  - http: { request: GET /product, query: { a: "\${a}", b: "\${b}", token: "\${token}" } }
    expect: { body: { product: "\${a * b}" } }
`;

/** The second of its rows fails. */
const rows = (index: number): string => `name: Every half ${index} is right
examples: [{ n: 4, half: 2 }, { n: 5, half: 2.5 }, { n: 6, half: 3 }]
steps:
  - http: "GET /half?n=\${n}"
    expect: { body: { half: "\${half}" } }
`;

const goodRows = (index: number): string => `name: Every row of sums ${index} is right
examples: [{ a: 1, sum: 3 }, { a: 5, sum: 7 }, { a: 9, sum: 11 }]
steps:
  - http: "GET /sum?a=\${a}&b=2"
    expect: { body: { sum: "\${sum}" } }
`;

const run = (index: number): string => `name: Words ${index} are written large
vars: { word: "\${random.word()}" }
steps:
  - run: words upper one two
    expect: { stdout: ONE TWO }
  - run: words note "\${word}"
  - file: note.txt
    expect: { text: "\${word}" }
`;

/** How many of each kind, `whole` and in a vault for a short run. */
const kinds: readonly (readonly [folder: string, whole: number, few: number, text: (index: number) => string])[] = [
  ['sum', 26, 3, sum],
  ['echo', 20, 2, echo],
  ['product', 3, 1, product],
  ['rows', 2, 0, rows],
  ['good-rows', 3, 1, goodRows],
  ['run', 6, 1, run],
];

/** 60 scenarios in 70 Trials, of which 5 fail; or 8 in 10, of which 1 fails. */
export const crashVault = (fresh: Fresh, size: 'whole' | 'few'): { readonly [path: string]: string } =>
  Object.fromEntries([
    ['vault.yaml', vaultYaml(fresh)],
    ...kinds.flatMap(([folder, whole, few, text]) =>
      Array.from({ length: size === 'whole' ? whole : few }, (_, index) => [
        `${folder}/${String(index).padStart(2, '0')}.yaml`,
        text(index),
      ]),
    ),
  ]);
