import { vaultYaml } from './workbench.ts';

/*
 * A vault that is bad on purpose, beside a program that keeps its promises: two scenarios of each kind of mistake, and six
 * that are right.
 */

/** Notes in memory, and names that are taken for good. */
export const notesServer = `
import { createServer } from 'node:http';

const notes = new Map();
const names = new Set();
let last = 0;

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : JSON.parse(text);
}

createServer(async (request, response) => {
  const { method, url } = request;
  const answer = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  };
  if (url === '/about') return answer(200, { name: 'notes', version: '1.0.0' });
  if (url === '/names' && method === 'POST') {
    const { name } = await bodyOf(request);
    if (names.has(name)) return answer(409, { error: 'taken' });
    names.add(name);
    return answer(201, { name });
  }
  if (url === '/notes' && method === 'GET') return answer(200, [...notes.values()]);
  if (url === '/notes' && method === 'POST') {
    const { text } = await bodyOf(request);
    if (typeof text !== 'string' || text === '') return answer(400, { error: 'a note has a text' });
    last += 1;
    const note = { id: last, text, done: false };
    notes.set(last, note);
    return answer(201, note);
  }
  const note = notes.get(Number(url.slice('/notes/'.length)));
  if (!url.startsWith('/notes/') || note === undefined) return answer(404, { error: 'not here' });
  if (method === 'GET') return answer(200, note);
  if (method === 'PATCH') {
    note.done = (await bodyOf(request)).done === true;
    return answer(200, note);
  }
  if (method === 'DELETE') {
    notes.delete(note.id);
    return answer(204);
  }
  answer(405, { error: 'no such method' });
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

/** `steps` as YAML. */
const told = (name: string, steps: string, vars = 'text: "${random.string(12)}"'): string =>
  `name: ${name}\nvars: { ${vars} }\nsteps:\n${steps}`;

const add = `  - http: { request: POST /notes, json: { text: "\${text}" } }
    expect: { status: 201, body: { text: "\${text}", done: false } }
    save: { id: body.id }
`;

const adds = `${add}  - http: GET /notes/\${id}
    expect: { body: { id: "\${id}", text: "\${text}" } }
`;

const deletes = `${add}  - http: DELETE /notes/\${id}
    expect: { status: 204 }
  - http: GET /notes/\${id}
    expect: { status: 404 }
`;

/** Scenarios that are right, by their ids. */
const right = {
  adds: told('A note is there once it was added', adds),
  deletes: told('A note that was deleted is gone', deletes),
  done: told(
    'A note can be done',
    `${add}  - http: { request: "PATCH /notes/\${id}", json: { done: true } }
    expect: { body: { id: "\${id}", done: true } }
  - http: GET /notes/\${id}
    expect: { body: { done: true } }
`,
  ),
  lists: told(
    'Notes are listed in the order in which they were added',
    `${add}  - http: { request: POST /notes, json: { text: "\${text} too" } }
    save: { second: body.id }
  - http: GET /notes
    expect: { body: { $contains: [{ id: "\${id}", text: "\${text}" }, { id: "\${second}", text: "\${text} too" }] } }
`,
  ),
  'only-its-own': told(
    'A note that was never added is not there',
    `${add}  - http: GET /notes/\${id + 1000}
    expect: { status: 404 }
`,
  ),
  'refuses-empty': told(
    'A note without a text is refused and not kept',
    `  - http: { request: POST /notes, json: { text: "" } }
    expect: { status: 400 }
  - http: { request: POST /notes, json: { words: "\${text}" } }
    expect: { status: 400 }
  - http: GET /notes
    expect: { body: { $not: { $contains: [{ words: "\${text}" }] } } }
`,
  ),
};

/** Two of each kind of mistake: the finding that each must have, by their ids. */
const wrong = {
  'vacuous-about': ['vacuous', told('The program answers', '  - http: GET /about\n    expect: { status: 200 }\n')],
  'vacuous-missing': [
    'vacuous',
    told('What is missing is missing', '  - http: GET /notes/999999\n    expect: { status: 404 }\n'),
  ],
  'brittle-text': [
    'brittle',
    told(
      'The program says who it is',
      `  - http: GET /about\n    expect: { text: '{"name":"notes","version":"1.0.0"}' }\n`,
    ),
  ],
  'brittle-exact': [
    'brittle',
    told(
      'The program says what it is',
      '  - http: GET /about\n    expect: { body: { $equals: { name: notes, version: 1.0.0 } } }\n',
    ),
  ],
  'flaky-coin': [
    'flaky',
    told(
      'Heads win',
      add.replace('text: "${text}", done', 'text: heads, done'),
      "text: \"${random.pick('heads', 'tails')}\"",
    ),
  ],
  'flaky-die': [
    'flaky',
    told(
      'Odd numbers win',
      add.replace('text: "${text}", done', "text: { $matches: '[13]' }, done"),
      'die: "${random.int(1, 4)}", text: "n${die}"',
    ),
  ],
  'order-needs-others': [
    'order-dependent',
    told(
      'There are notes',
      '  - http: GET /notes\n    expect: { body: { $length: { $gte: 1 }, $each: { text: $string } } }\n',
    ),
  ],
  'order-takes-bob': [
    'order-dependent',
    told(
      'A name is taken once',
      '  - http: { request: POST /names, json: { name: bob } }\n    expect: { status: 201 }\n  - http: { request: POST /names, json: { name: bob } }\n    expect: { status: 409 }\n',
    ),
  ],
  'wrong-status': [
    'contradictory',
    told('Adding a note is merely all right', add.replace('status: 201', 'status: 200')),
  ],
  'wrong-version': [
    'contradictory',
    told('The program is two', '  - http: GET /about\n    expect: { body: { version: 2.0.0 } }\n'),
  ],
  'z-adds-again': ['redundant', told('A note that was added can be read', adds)],
  'z-deletes-again': ['redundant', told('A deleted note can no longer be read', deletes)],
} as const satisfies { readonly [id: string]: readonly [finding: string, text: string] };

/** So many mistakes of each kind, and as many of the right ones as those are twins of, or all. */
export function badVault(each: 1 | 2): {
  readonly files: { readonly [path: string]: string };
  /** The one finding of each scenario; nothing of those that are right. */
  readonly findings: { readonly [id: string]: readonly string[] };
} {
  const kinds = Map.groupBy(Object.entries(wrong), ([, [finding]]) => finding);
  const mistakes = [...kinds.values()].flatMap((same) => same.slice(0, each));
  const sound = Object.entries(right).slice(0, 3 * each);
  return {
    files: {
      'vault.yaml': vaultYaml('controls: { good: [ref:main] }\n').replace('  port:', '  fresh: lane\n  port:'),
      ...Object.fromEntries(sound.map(([id, text]) => [`${id}.yaml`, text])),
      ...Object.fromEntries(mistakes.map(([id, [, text]]) => [`${id}.yaml`, text])),
    },
    findings: {
      ...Object.fromEntries(sound.map(([id]) => [id, []])),
      ...Object.fromEntries(mistakes.map(([id, [finding]]) => [id, [finding]])),
    },
  };
}
