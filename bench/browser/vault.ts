import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a private vault of so many browser scenarios into a new folder; `greet.ts` says the same. */
export async function writeBrowserVault(dir: string, scenarios: number, fresh: 'scenario' | 'lane'): Promise<void> {
  await mkdir(dir, { mode: 0o700 });
  await writeFile(
    join(dir, 'vault.yaml'),
    `name: Greeter\ncandidate: { toolchain: [node], start: node server.js, port: "\${port}", fresh: ${fresh} }\n`,
  );
  for (let index = 0; index < scenarios; index++) await writeFile(join(dir, `greet-${index}.yaml`), scenario(index));
}

const scenario = (index: number): string => `name: Greeting ${index}
vars:
  name: \${random.word()}
steps:
  - browser:
      - goto: /
      - fill: { label: Name, value: "\${name}" }
      - click: { role: button, name: Greet }
      - see: { role: status, hasText: "Hello \${name}" }
`;
