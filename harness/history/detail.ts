import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Outcome } from '../model/trial.ts';

// What of an Outcome has no column of its own, as JSON in few bytes: most of a history is this.

/** Nothing for one that passed and hides nothing. */
export function detailOf({ reason, failures, afterFailures, secrets }: Outcome): string | undefined {
  const detail = {
    ...(reason.word === 'met' && reason.detail === undefined ? {} : { reason }),
    ...(failures.length === 0 ? {} : { failures }),
    ...(afterFailures.length === 0 ? {} : { afterFailures }),
    ...(secrets.length === 0 ? {} : { secrets }),
  };
  return Object.keys(detail).length === 0 ? undefined : JSON.stringify(detail);
}

/** What stands before the bytes. */
const kinds = { alone: 1, alike: 2 } as const;

/** `alike` is the detail of the Trial that this one does over, with the same data: it says nearly the same. */
export function packDetail(detail: string, alike: string | undefined): Uint8Array {
  const kind = alike === undefined ? kinds.alone : kinds.alike;
  return Buffer.concat([
    Buffer.of(kind),
    deflateRawSync(detail, { dictionary: Buffer.from(alike ?? usual), ...small }),
  ]);
}

/** What zlib makes room for at first takes longer than to fill it, when a text is short. */
const small = { windowBits: 14, memLevel: 6, chunkSize: 2048 } as const;

/** @throws when these are no bytes of `packDetail`, given the same `alike`. */
export function unpackDetail(bytes: Uint8Array, alike: string | undefined): string {
  const like = bytes[0] === kinds.alike ? alike : bytes[0] === kinds.alone ? usual : undefined;
  if (like === undefined) throw new Error('an outcome can not be read');
  return inflateRawSync(bytes.subarray(1), { dictionary: Buffer.from(like), chunkSize: small.chunkSize }).toString();
}

/**
 * What details often say, the most usual last. Never to be changed: what is stored can't be read without it. A better one
 * is another kind.
 */
const usual = [
  '{"reason":{"word":"crash"{"reason":{"word":"start"{"reason":{"word":"limit","detail":"limit \\"output\\" (1 MiB) was hit"}',
  '{"reason":{"word":"timeout","detail":"it took longer than 60s"},"page":"- document:\\n  - banner:\\n    - heading \\"',
  '\\" [level=1]\\n  - main:\\n    - list:\\n      - listitem:\\n        - text: \\n    - textbox \\"\\n    - button \\"',
  '","attached":[{"what":"screenshot","name":".png"},{"what":"trace","name":"-trace.zip"},{"what":"outline","name":"-page.txt"}],',
  '"note":"same text, different type""received":"nothing""expected":"exactly {"path":"stdout""path":"headers."path":"text"',
  '"notes":["4 attempts within 5000ms","example row 2: "afterFailures":[{"step":"exit code',
  '    - browser:\\n    - goto: /\\n    - click: { role: button, name: \\n    - see: { text: \\n  - run: ',
  '\\n    save: { id: body.id, token: body.token }\\n    expect: { status: 200, body: { "  - http: GET /api/',
  '  - http: { request: POST /, json: { email: \\"${email}\\", password: \\"${password}\\" }, bearer: \\"${token}\\" }","    expect:","      body: { $equals: \\"${',
  '"},{"excerpt":{"at":{"file":".yaml","line":2,"column":15,"length":12},"firstLine":2,"lines":["steps:","  - name: ',
  '"path":"status","expected":"expected 200","received":"received 404"}],"notes":[],"replay":"curl -i ',
  "-X POST 'http://127.0.0.1:3000/api/?' -H 'Content-Type: application/json' -H 'Authorization: Bearer ' --data-raw '{",
  '\\"email\\":\\"\\",\\"password\\":\\"","log":"Listening on http://localhost:3000\\nPOST /api/ 200 GET /api/ 401 ',
  '{"reason":{"word":"mismatch"},"failures":[{"step":"","mismatches":[{"excerpt":{"at":{"file":"","line":1,"column":1,"length":1},',
  '"firstLine":1,"lines":["    expect:","      status: 201","      body: { "]},"path":"body.","expected":"expected ","received":"received ',
  '"}],"notes":[],"replay":"curl -i http://127.0.0.1:3000/","log":"\\n"}],"secrets":["","a{"secrets":["',
].join('');
