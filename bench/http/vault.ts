import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a private vault of so many scenarios of three requests into a new folder. Each peer says the same in its own words. */
export async function writeHttpVault(dir: string, scenarios: number): Promise<void> {
  await mkdir(dir, { mode: 0o700 });
  await writeFile(
    join(dir, 'vault.yaml'),
    'name: Notes\ncandidate: { toolchain: [node, npm], install: npm ci, start: node server.js, port: "${port}", fresh: lane }\n',
  );
  for (let index = 0; index < scenarios; index++) await writeFile(join(dir, `note-${index}.yaml`), scenario(index));
}

const scenario = (index: number): string => `name: Note ${index} is kept until it is deleted
vars: { text: "\${random.word()}" }
steps:
  - http: { request: POST /notes, json: { text: "\${text}" } }
    expect: { status: 201, body: { text: "\${text}" } }
    save: { id: body.id }
  - http: GET /notes/\${id}
    expect: { status: 200, headers: { content-type: application/json }, body: { id: "\${id}", text: "\${text}", done: false } }
  - http: DELETE /notes/\${id}
    expect: { status: 204 }
`;
