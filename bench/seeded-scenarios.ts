import { createHash } from 'node:crypto';
import type { ScenarioRef } from '../harness/model/run.ts';
import type { Failure, Outcome } from '../harness/model/trial.ts';
import type { Chance } from './chance.ts';

/** One scenario as a vault had it at some time. */
export interface SeededScenario {
  readonly ref: ScenarioRef;
  readonly hasSecrets: boolean;
  /** How often its text had changed. */
  readonly version: number;
}

const topics = [
  ['sign-up', 'one-account-for-each-address', 'One account for each address, whatever its letters look like'],
  ['log-in', 'tells-nobody-who-has-one', 'Log-in tells nobody who has an account and who has none'],
  ['sessions', 'log-out-ends-every-session', 'Logging out ends the session on every device at once'],
  ['privacy', 'nobody-reads-the-shelf-of-others', 'Nobody reads, changes or counts what is on the shelf of others'],
  ['orders', 'total-follows-from-the-lines', 'The total of an order follows from its lines, with tax and rebate'],
  ['payments', 'a-refund-is-booked-once', 'A refund that is asked for twice is booked once'],
  ['search', 'finds-what-was-just-written', 'Search finds what was written a moment ago, also by a part of a word'],
] as const;

const known = new Map<string, SeededScenario>();

/** The scenarios of a vault, each in the version that was asked for. */
export function scenariosOf(
  vault: string,
  count: number,
  versionOf: (id: string) => number,
): readonly SeededScenario[] {
  return Array.from({ length: count }, (_, index) => {
    const [folder, file, name] = topics[index % topics.length] ?? topics[0];
    const id = `${folder}/${file}-${index}`;
    const version = versionOf(id);
    const key = JSON.stringify([vault, id, version]);
    const made = known.get(key) ?? {
      ref: {
        id,
        name: `${name} (${index})`,
        tags: [folder, ...(index % 3 === 0 ? ['smoke'] : []), ...(index % 5 === 0 ? ['privacy'] : [])],
        weight: index % 10 === 0 ? 3 : 1,
        mustPass: index % 25 === 0,
        ...(index % 2 === 0
          ? { hint: `What ${folder} promises holds for every account, not only for the first.` }
          : {}),
        digest: createHash('sha256').update(key).digest('hex'),
      },
      hasSecrets: index % 3 === 0,
      version,
    };
    known.set(key, made);
    return made;
  });
}

/**
 * What a Trial came to. `data` is what the scenario drew, and the same when it is done over; `chance` is the rest, such as
 * how long all took.
 */
export function outcomeOf(
  { ref, hasSecrets, version }: SeededScenario,
  is: 'pass' | 'fail' | 'error',
  data: Chance,
  chance: Chance,
  confirm?: number,
): { readonly outcome: Outcome; readonly ms: number } {
  const secrets = hasSecrets ? [data.text(16), ...(data.share() < 0.25 ? [data.text(43)] : [])] : [];
  const outcome: Outcome = {
    trial: { scenario: ref.id, row: 0, repeat: 0, ...(confirm === undefined ? {} : { confirm }) },
    is,
    reason:
      is === 'pass'
        ? { word: 'met' }
        : is === 'fail'
          ? { word: 'mismatch' }
          : { word: 'lane', detail: 'the lane died once; it lived when the trial was run again' },
    failures: is === 'fail' ? [failureOf(ref.id, version, secrets, data, chance)] : [],
    afterFailures: [],
    secrets,
  };
  return { outcome, ms: chance.whole(40, 2500) };
}

function failureOf(id: string, version: number, secrets: readonly string[], data: Chance, chance: Chance): Failure {
  const user = `${data.text(7).toLowerCase()}_${data.text(9).toLowerCase()}${data.whole(10, 99)}@${data.text(8).toLowerCase()}.org`;
  const [total, item] = [data.whole(1000, 99_999), data.text(12)];
  const firstLine = data.whole(18, 22) + version;
  const body = `{"user":"${user}","items":[{"sku":"${item}","price":${total}}],"password":"${secrets[0] ?? 'none'}"}`;
  return {
    step: 'the order is found again by whoever placed it',
    mismatches: [
      {
        excerpt: {
          at: { file: `${id}.yaml`, line: firstLine + 2, column: 15, length: 12 },
          firstLine,
          lines: [
            '      bearer: ${token}',
            '    expect:',
            '      status: 200',
            `      body: { id: "\${order}", total: "\${price * quantity}", version: ${version} }`,
            '    save: { state: body.status }',
          ],
        },
        path: 'body.total',
        expected: `expected ${total}`,
        received: `received ${total + data.whole(1, 9)}`,
      },
      ...(data.share() < 0.3
        ? [
            {
              excerpt: {
                at: { file: `${id}.yaml`, line: firstLine + 1, column: 15, length: 3 },
                firstLine,
                lines: ['    expect:', '      status: 200', '      body: { id: "${order}" }'],
              },
              path: 'status',
              expected: 'expected 200',
              received: `received ${data.pick([400, 404, 500])}`,
            },
          ]
        : []),
    ],
    notes: data.share() < 0.2 ? [`${data.whole(2, 9)} attempts within ${data.whole(600, 5000)}ms`] : [],
    replay: `curl -i -X POST 'http://127.0.0.1:3000/api/orders?client=web' -H 'Content-Type: application/json' -H 'Authorization: Bearer ${secrets[1] ?? 'none'}' --data-raw '${body}'`,
    log: [
      'Linkshelf is at http://localhost:3000',
      ...['POST /api/signup 201', 'POST /api/login 200', `POST /api/orders 201`, `GET /api/orders/${item} 200`].map(
        (line) => `${line} ${chance.whole(1, 40)}.${chance.whole(100, 999)} ms - ${chance.whole(20, 900)}`,
      ),
      '',
    ].join('\n'),
  };
}
