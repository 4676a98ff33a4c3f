import type { MutantName } from '../../model/wire.ts';
import { admitAnyone, oneAccount, signsIn } from './credentials.ts';
import { changeJson, pick } from './json.ts';
import { made, sentBack, withStatus } from './made.ts';
import { type Answer, type Ask, isForm, type Past, pathOf, withBody, without } from './message.ts';
import { dropField, dropRecord, flipFlag, type JsonFault, offByOne, recaseText, swapRecords } from './mutate-json.ts';
import { onAnswer, onAsk, straight, type Way } from './way.ts';

/** One systematic fault, put between the judge and a candidate in whatever language. */
export interface WireMutant {
  readonly about: string;
  readonly way: (seed: string) => Way;
}

/*
 * Slowness is none of them: only a scenario that states a time could tell, so nearly every vault would be told that it
 * can't, after waiting for it at every request. Who signs in is let in: what is behind is to be looked at.
 */
export const wireMutants: { readonly [name in MutantName]: WireMutant } = {
  'drops-field': inJson('leaves out a field of every JSON object', dropField),
  'off-by-one': inJson('adds one to a number of every JSON object', offByOne),
  'recases-text': inJson('changes the case of a text of every JSON object', recaseText),
  'flips-flag': inJson('says the opposite in a flag of every JSON object', flipFlag),
  'swaps-records': inJson('swaps the first two records of every list', swapRecords),
  'drops-record': inJson('leaves out a record of every list', dropRecord),

  fails: inStatus('answers 500 where it succeeded', (status) => (status >= 200 && status < 300 ? 500 : status)),
  'created-as-ok': inStatus('answers 200 where it is 201', (status) => (status === 201 ? 200 : status)),
  'refusal-as-ok': inStatus('answers 200 where it refuses what was sent', (status) =>
    status >= 400 && status < 500 && ![401, 403, 404, 410].includes(status) ? 200 : status,
  ),
  'missing-as-ok': inStatus('answers 200 where nothing is there', (status) =>
    [404, 410].includes(status) ? 200 : status,
  ),
  'stranger-as-ok': inStatus('answers 200 where somebody may not', (status) =>
    [401, 403].includes(status) ? 200 : status,
  ),
  'other-refusal': inStatus('refuses with another status', (status) => {
    if (status < 400 || status >= 500) return status;
    return status === 400 ? 422 : 400;
  }),

  'loses-type': inAnswer('leaves out the content type', (answer) => without(answer, 'content-type')),
  'loses-cookie': inAnswer('sets no cookie', (answer) => without(answer, 'set-cookie')),
  'loses-location': inAnswer('leaves out where to go, or where the new record is', (answer) =>
    without(answer, 'location'),
  ),
  'half-body': inAnswer('answers with the first half of the body', (answer) =>
    withBody(answer, answer.body.subarray(0, answer.body.length / 2)),
  ),

  'repeats-create': { about: 'does every POST twice', way: () => repeatCreate },
  'forgets-create': forgets('answers what was sent and creates nothing', ['POST'], createdLike),
  'forgets-change': forgets('answers what was sent and changes nothing', ['PUT', 'PATCH'], (asked) =>
    sentBack(200, asked),
  ),
  'forgets-delete': forgets('answers 204 and deletes nothing', ['DELETE'], () => made(204)),
  'drops-sent-field': {
    about: 'forgets a field of what it is sent',
    way: (seed) => onAsk((asked) => (signsIn(asked) ? asked : dropSentField(asked, seed))),
  },

  'stale-read': { about: 'answers a GET as it was the time before', way: () => onAnswer(asBefore) },
  'ignores-query': {
    about: 'takes no notice of what follows ? in an address',
    way: () => onAsk((asked) => ({ ...asked, target: pathOf(asked) })),
  },

  'admits-anyone': { about: 'lets anybody in, once it let in somebody', way: () => admitAnyone },
  'one-account': { about: 'takes everybody for who was let in first', way: () => oneAccount },
};

function inJson(about: string, fault: JsonFault): WireMutant {
  return { about, way: (seed) => onAnswer((answer) => changeJson(answer, (data) => fault(data, seed))) };
}

function inAnswer(about: string, change: (answer: Answer) => Answer): WireMutant {
  return { about, way: () => onAnswer(change) };
}

function inStatus(about: string, change: (status: number) => number): WireMutant {
  return inAnswer(about, (answer) => {
    const status = change(answer.status);
    return status === answer.status ? answer : withStatus(answer, status);
  });
}

/** Answers as the first time, so that only what it left behind can tell. What was refused the second time left nothing. */
const repeatCreate: Way = async (asked, app) => {
  const answer = await app(asked);
  const isHeld = answer.rest === undefined && asked.rest === undefined;
  if (!isHeld || asked.method !== 'POST' || answer.status >= 400 || signsIn(asked)) return { answer, acted: false };
  return { answer, acted: (await app(asked)).status < 400 };
};

function forgets(about: string, methods: readonly string[], answer: (asked: Ask) => Answer): WireMutant {
  const way: Way = async (asked, app, past) =>
    asked.rest === undefined && methods.includes(asked.method) && !signsIn(asked)
      ? { answer: answer(asked), acted: true }
      : straight(asked, app, past);
  return { about, way: () => way };
}

/** What was sent; a page's form leads back to the page that it was sent to. */
function createdLike(asked: Ask): Answer {
  return isForm(asked) ? made(303, [['Location', pathOf(asked)]]) : sentBack(201, asked);
}

function dropSentField(asked: Ask, seed: string): Ask {
  if (!isForm(asked)) return changeJson(asked, (data) => dropField(data, seed));
  const fields = asked.body.toString('latin1').split('&');
  const drawn = pick(seed, fields.length);
  return withBody(asked, Buffer.from(fields.filter((_, at) => at !== drawn).join('&'), 'latin1'));
}

/** As it is, when none went well before, when that said the same, or when 304 says that it did. */
function asBefore(answer: Answer, asked: Ask, past: Past): Answer {
  const isSame = (one: Ask): boolean => one.method === 'GET' && one.target === asked.target;
  const before = past.findLast((one) => isSame(one.asked) && one.answer.status < 300)?.answer;
  if (asked.method !== 'GET' || before === undefined || answer.rest !== undefined) return answer;
  const isTheSame = answer.status === 304 || (before.status === answer.status && before.body.equals(answer.body));
  return isTheSame ? answer : before;
}
