import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCurl } from '../../../harness/author/curl.ts';
import { printDraft } from '../../../harness/author/draft.ts';
import { readHar } from '../../../harness/author/har.ts';
import { draftOperations } from '../../../harness/author/openapi-draft.ts';
import { readOpenApi } from '../../../harness/author/openapi.ts';
import { draftOf } from '../../../harness/author/recorded.ts';
import { tries } from '../../rig/prove.ts';
import { errorsIn, fixture, valueOf } from './rig.ts';

const codeOf = (result: {
  readonly ok: boolean;
  readonly problems?: readonly { readonly code: string }[];
}): string | undefined => result.problems?.[0]?.code;

describe('a curl command', () => {
  it('from anywhere is a scenario that passes check, or a Problem', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'curl',
        '-X',
        'POST',
        '-H',
        '-d',
        '-F',
        '-u',
        '-b',
        '-G',
        '--json',
        '--data-urlencode',
        '-sXPUT',
        '&&',
        ';',
        '\\\n',
      ),
      fc.constantFrom(
        "'http://localhost:3000/a/${b}?c=${d}&e'",
        '\'{"a":"$any ${x}","b":[1.50,null]}\'',
        "'${a}: b'",
        'a=b',
        '@/etc/passwd',
        "$'\\u0041\\x00'",
      ),
      fc.string({ unit: 'binary', maxLength: 6 }).map((text) => `'${text.replaceAll("'", '')}'`),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const read = readCurl(`curl http://localhost/x ${words.join(' ')}`);
        if (read.ok) expect(errorsIn([draftOf('It answers', read.value, [])])).toBe('');
        else expect(codeOf(read)).toBe('bad-curl');
      }),
      { numRuns: tries(150) },
    );
  });

  it('reads no file and says so', () => {
    const draft = draftOf(
      'x',
      valueOf(readCurl('curl localhost/x -d @/etc/passwd -F f=@/etc/shadow -b /etc/hosts -H @/etc/group')),
      [],
    );
    const text = printDraft(draft);
    expect(text).not.toContain('root:');
    for (const path of ['/etc/passwd', '/etc/shadow', '/etc/hosts', '/etc/group']) expect(text).toContain(path);
  });

  it('that is no curl command, or a broken one, is a Problem that says what to do', () => {
    for (const text of [
      '',
      'wget http://x',
      "curl 'http://x",
      'curl',
      'curl ftp://x',
      'curl -X BREW http://x',
      'curl http://x -H',
      'curl ^"http://x^"',
      'x'.repeat(2 ** 20 + 1),
    ]) {
      const read = readCurl(text);
      expect(read.ok).toBe(false);
      expect(['bad-curl', 'too-large']).toContain(codeOf(read));
    }
  });
});

describe('a body', () => {
  it('that is too long to be read in a scenario is asked for', () => {
    const body = JSON.stringify({ list: Array.from({ length: 20_000 }, () => 'item') });
    const draft = draftOf('x', valueOf(readCurl(`curl localhost/x --json '${body}'`)), []);
    expect(printDraft(draft)).toContain('# ask: the body that was sent is too long');
    expect(printDraft(draft).length).toBeLessThan(1000);
  });
});

describe('a recording', () => {
  it('that is none, or holds nothing of an application, is a Problem', () => {
    const asset = {
      request: { method: 'GET', url: 'http://x/a.png', headers: [] },
      response: { status: 200, headers: [], content: { mimeType: 'image/png' } },
    };
    const recordings = [
      '',
      '[]',
      '{}',
      '{"log":{}}',
      '{"log":{"entries":[]}}',
      '{"log":{"entries":[1,null,{},{"request":{"url":3}}]}}',
    ];
    for (const text of [...recordings, JSON.stringify({ log: { entries: [asset] } }), '{"log":'.repeat(50_000)])
      expect(codeOf(readHar(text))).toBe('bad-har');
  });

  it('is read whatever else a browser puts into it', () => {
    const stack = `${'{"parent":'.repeat(100)}{}${'}'.repeat(100)}`;
    const har = fixture('spa.har').replaceAll('"_resourceType"', `"_initiator": ${stack}, "\${x}": 1, "_resourceType"`);
    expect(valueOf(readHar(har)).exchanges).toEqual(valueOf(readHar(fixture('spa.har'))).exchanges);
  });

  it('without what its browser calls sensitive is asked about', () => {
    const har = fixture('spa.har').replaceAll('"name": "Authorization"', '"name": "x"');
    expect(valueOf(readHar(har)).asks).toEqual([expect.stringContaining('with sensitive data')]);
    expect(valueOf(readHar(fixture('spa.har'))).asks).toEqual([]);
  });

  it('with any of its values changed to something odd is still a scenario that passes check, or a Problem', () => {
    const har = fixture('spa.har');
    const strings = [...har.matchAll(/"(?:[^"\\]|\\.)*"(?!:)/g)].map(({ index, 0: text }) => ({
      index,
      length: text.length,
    }));
    const odd = fc.constantFrom(
      '"${x}"',
      '"$any"',
      'null',
      '[]',
      '{"$any":1,"__proto__":2,"a.b":3}',
      '-1',
      '1e999',
      '"\\u0000\\n"',
      '"http://localhost:3000/${a}/%zz?$${b}=%"',
      '""',
    );
    fc.assert(
      fc.property(fc.nat(strings.length - 1), odd, (which, text) => {
        const { index, length } = strings[which] ?? { index: 0, length: 0 };
        const read = readHar(har.slice(0, index) + text + har.slice(index + length));
        if (read.ok) expect(errorsIn([draftOf('It answers', read.value.exchanges, [])])).toBe('');
        else expect(codeOf(read)).toBe('bad-har');
      }),
      { numRuns: tries(100) },
    );
  });
});

const twenty = (schema: object): readonly object[] => Array.from({ length: 20 }, () => schema);

const operation = (name: string) => ({
  post: {
    requestBody: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
    responses: { 200: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } } },
  },
});

describe('an OpenAPI document', () => {
  it('that is none is a Problem', () => {
    for (const text of ['', '[]', 'openapi: 3.0.0', 'paths: 3', '\t: {', 'a: &a [*a]', '['.repeat(20_000)])
      expect(codeOf(readOpenApi(text))).toBe('bad-openapi');
  });

  it('whose schemas refer to themselves, to nothing and elsewhere ends all the same', () => {
    const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
    const schemas = {
      A: {
        allOf: [...twenty({ $ref: '#/components/schemas/A' }), ...twenty({ $ref: '#/components/schemas/B' })],
      },
      B: {
        allOf: twenty({ $ref: '#/components/schemas/A' }),

        properties: { a: { $ref: '#/components/schemas/B' }, b: { $ref: '#/nowhere' }, c: { $ref: '/etc/passwd' } },
      },
      C: { $ref: '#/components/schemas/C' },
      // Followed blindly, a billion parts.
      D: {
        type: 'object',
        required: keys,
        properties: Object.fromEntries(keys.map((key) => [key, { $ref: '#/components/schemas/D' }])),
      },
    };
    const document = {
      openapi: '3.0.0',
      paths: {
        '/a': operation('A'),
        '/b': operation('B'),
        '/c': operation('C'),
        '/d': operation('D'),
        '/${x}': operation('A'),
      },
      components: { schemas },
    };
    const drafts = valueOf(draftOperations(valueOf(readOpenApi(JSON.stringify(document))), {}));
    // A path that can't be a key is no path.
    expect(drafts).toHaveLength(4);
    expect(errorsIn(drafts.map(({ draft }) => draft))).toBe('');
  });

  it('says which operations there are when the chosen one is not', () => {
    const chosen = draftOperations(valueOf(readOpenApi(fixture('openapi30.yaml'))), { path: '/user' });
    expect(chosen).toMatchObject({
      ok: false,
      problems: [{ code: 'no-such-operation', notes: [expect.stringContaining('POST /users')] }],
    });
  });
});
