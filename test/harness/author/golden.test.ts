import { describe, expect, it } from 'vitest';
import { readCurl } from '../../../harness/author/curl.ts';
import { printDraft } from '../../../harness/author/draft.ts';
import { readHar } from '../../../harness/author/har.ts';
import { draftOperations } from '../../../harness/author/openapi-draft.ts';
import { readOpenApi } from '../../../harness/author/openapi.ts';
import { draftOf } from '../../../harness/author/recorded.ts';
import { fromTemplate, templates } from '../../../harness/author/template.ts';
import { errorsIn, expectGolden, fixture, valueOf } from './rig.ts';

describe('a scenario', () => {
  it.for(['chrome', 'firefox', 'safari', 'typed'])('of a curl command, %s, reads as its golden file', (name) => {
    const draft = draftOf(`From curl, ${name}`, valueOf(readCurl(fixture(`${name}.curl`))), []);
    expectGolden(`${name}.yaml`, printDraft(draft));
    expect(errorsIn([draft])).toBe('');
  });

  it.for(['spa', 'forms'])('of a recording, %s, reads as its golden file', (name) => {
    const { exchanges, notes, asks } = valueOf(readHar(fixture(`${name}.har`)));
    const draft = draftOf(`From a recording, ${name}`, exchanges, asks);
    expectGolden(`${name}.yaml`, `${printDraft(draft)}\nLeft out:\n${notes.join('\n')}\n`);
    expect(errorsIn([draft])).toBe('');
  });

  it.for(['openapi30.yaml', 'openapi31.json'])('of each operation of %s reads as its golden file', (name) => {
    const drafts = valueOf(draftOperations(valueOf(readOpenApi(fixture(name))), {})).map(({ draft }) => draft);
    expectGolden(`${name}.txt`, drafts.map(printDraft).join('\n'));
    expect(errorsIn(drafts)).toBe('');
  });

  it.for(templates)('of the template %s reads as its golden file', (name) => {
    const draft = fromTemplate('A todo that was added is on the list', name, {});
    expectGolden(`template-${name}.yaml`, printDraft(draft));
  });
});
