import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { partOf } from './note.ts';

/* The scenarios of `vault.ts` in the words of tools that read files of their own. */

interface Part {
  readonly index: number;
  readonly of: number;
  readonly count: number;
}

/** One file for Cucumber, which deals its scenarios out to its workers itself. */
export async function writeFeature(file: string, count: number): Promise<void> {
  const scenarios = Array.from(
    { length: count },
    (_, index) => `  Scenario: Note ${index} is kept until it is deleted
    Given a note
    Then it can be read
    When it is deleted
`,
  );
  await writeFile(file, `Feature: Notes\n\n${scenarios.join('\n')}`);
}

const script = (listen: string, exec: readonly string[]) => ({ listen, script: { type: 'text/javascript', exec } });
const asked = (method: string, path: readonly string[], event: readonly unknown[], body?: object) => ({
  name: method,
  event,
  request: { method, url: { raw: `{{base}}/${path.join('/')}`, host: ['{{base}}'], path }, ...body },
});

/** A Postman collection, as newman runs it. */
export async function writeCollection(file: string, part: Part): Promise<void> {
  const note = {
    header: [{ key: 'content-type', value: 'application/json' }],
    body: { mode: 'raw', raw: '{"text":"{{text}}"}' },
  };
  const scenario = (nth: number) => ({
    name: `Note ${nth} is kept until it is deleted`,
    item: [
      asked(
        'POST',
        ['notes'],
        [
          script('prerequest', ["pm.environment.set('text', pm.variables.replaceIn('{{$randomUUID}}'));"]),
          script('test', [
            "pm.test('is made', () => { pm.response.to.have.status(201); pm.expect(pm.response.json().text).to.eql(pm.environment.get('text')); });",
            "pm.environment.set('id', pm.response.json().id);",
          ]),
        ],
        note,
      ),
      asked(
        'GET',
        ['notes', '{{id}}'],
        [
          script('test', [
            "pm.test('is read', () => { pm.response.to.have.status(200); pm.expect(pm.response.headers.get('content-type')).to.include('application/json');",
            "pm.expect(pm.response.json()).to.eql({ id: pm.environment.get('id'), text: pm.environment.get('text'), done: false }); });",
          ]),
        ],
      ),
      asked(
        'DELETE',
        ['notes', '{{id}}'],
        [script('test', ["pm.test('is gone', () => pm.response.to.have.status(204));"])],
      ),
    ],
  });
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  const item = partOf(part.index, part.of, part.count).map(scenario);
  await writeFile(file, JSON.stringify({ info: { name: 'Notes', schema }, item }));
}

/** A folder for Bruno: a file for each request. */
export async function writeBruno(dir: string, part: Part): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'bruno.json'), '{ "version": "1", "name": "Notes", "type": "collection" }');
  for (const nth of partOf(part.index, part.of, part.count)) {
    const folder = join(dir, `note-${nth}`);
    await mkdir(folder);
    const file = (name: string, seq: number, text: string): Promise<void> =>
      writeFile(
        join(folder, `${seq}-${name}.bru`),
        `meta {\n  name: ${name}\n  type: http\n  seq: ${seq}\n}\n\n${text}`,
      );
    await file(
      'make',
      1,
      `post {
  url: {{base}}/notes
  body: json
}

body:json {
  { "text": "{{text}}" }
}

script:pre-request {
  bru.setVar('text', Math.random().toString(36));
}

vars:post-response {
  id: res.body.id
}

assert {
  res.status: eq 201
  res.body.text: eq {{text}}
}
`,
    );
    await file(
      'read',
      2,
      `get {
  url: {{base}}/notes/{{id}}
}

assert {
  res.status: eq 200
  res.headers['content-type']: contains application/json
  res.body.id: eq {{id}}
  res.body.text: eq {{text}}
  res.body.done: eq false
}
`,
    );
    await file('remove', 3, 'delete {\n  url: {{base}}/notes/{{id}}\n}\n\nassert {\n  res.status: eq 204\n}\n');
  }
}

/** A workflow for Step CI. */
export async function writeWorkflow(file: string, port: number, part: Part): Promise<void> {
  const tests = partOf(part.index, part.of, part.count).map(
    (nth) => `  note${nth}:
    name: Note ${nth} is kept until it is deleted
    steps:
      - name: make
        http:
          url: http://127.0.0.1:${port}/notes
          method: POST
          headers: { content-type: application/json }
          json: { text: word-${nth} }
          captures: { id: { jsonpath: $.id } }
          check: { status: 201, jsonpath: { $.text: word-${nth} } }
      - name: read
        http:
          url: http://127.0.0.1:${port}/notes/\${{captures.id}}
          method: GET
          check: { status: 200, headers: { content-type: application/json; charset=utf-8 }, jsonpath: { $.text: word-${nth}, $.done: false } }
      - name: remove
        http:
          url: http://127.0.0.1:${port}/notes/\${{captures.id}}
          method: DELETE
          check: { status: 204 }
`,
  );
  await writeFile(file, `version: "1.1"\nname: Notes\ntests:\n${tests.join('')}`);
}
