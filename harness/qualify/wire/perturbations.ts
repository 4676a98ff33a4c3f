import type { PerturbationName } from '../../model/wire.ts';
import { changeJson, everywhere, jsonOf } from './json.ts';
import { type Answer, type Message, headerOf, saysJson, withValue } from './message.ts';
import { atPort, type Ports } from './other-port.ts';
import { repacked } from './codings.ts';
import { spelledOddly } from './spell.ts';
import { onAnswer, straight, type Way } from './way.ts';

/** Another way to say the same: a scenario whose verdict it changes asks for more than is said to matter. */
export interface Perturbation {
  readonly about: string;
  readonly way: (ports: Ports) => Way;
  readonly manner?: Manner;
}

/** How an answer is sent. */
export interface Manner {
  /** Milliseconds before it. */
  readonly delay?: number;
  /** In how many pieces its body comes. */
  readonly pieces?: number;
}

/*
 * Other ids are none of them. A number that is an id can't be told from one that is a page or an amount, in an address or
 * a text, so what isn't equivalent would be called so; and what is surely an id, since it was drawn at random, no scenario
 * can have copied. Objects that list records by name get the unknown field, too: nothing tells them from a record.
 */
export const perturbations: { readonly [name in PerturbationName]: Perturbation } = {
  'reversed-keys': {
    about: 'the fields of JSON objects in reverse order',
    way: () =>
      onAnswer((answer) =>
        changeJson(answer, (data) => everywhere(data, { map: (map) => new Map([...map].toReversed()) })),
      ),
  },
  'extra-field': {
    about: 'one more field, with an unknown name, in every JSON object',
    way: () =>
      onAnswer((answer) =>
        changeJson(answer, (data) =>
          everywhere(data, { map: (map) => new Map([...map, ['unknown_to_scenarios', 'unknown']]) }),
        ),
      ),
  },
  'respelled-json': {
    about: 'JSON with other white space and escapes',
    way: () => onAnswer(respelled),
  },
  'other-charset': {
    about: 'the type of JSON with or without its charset, whichever it was not',
    way: () => onAnswer(withOtherCharset),
  },
  'other-headers': {
    about: 'the headers in another order and case, and one more',
    way: () => onAnswer(withOtherHeaders),
  },
  'in-pieces': {
    about: 'the body in many small pieces, its length not told in advance',
    way: () => inPieces,
    manner: { pieces: 24 },
  },
  late: { about: 'every answer 200 ms later', way: () => later, manner: { delay: 200 } },
  'other-port': { about: 'the candidate at another port', way: atPort },
};

function respelled<M extends Message>(message: M): M {
  const data = jsonOf(message);
  return data === undefined ? message : repacked(message, Buffer.from(spelledOddly(data)));
}

/** RFC 8259, 11: it means nothing. */
function withOtherCharset(answer: Answer): Answer {
  const type = headerOf(answer, 'content-type');
  if (type === undefined || !saysJson(answer)) return answer;
  if (!type.includes(';')) return withValue(answer, 'content-type', `${type}; charset=utf-8`);
  return withValue(answer, 'content-type', type.replace(/\s*;\s*charset="?utf-8"?\s*$/i, ''));
}

/** RFC 9110, 5.3: the order of fields of different names has no meaning; that of the same name has. */
function withOtherHeaders(answer: Answer): Answer {
  const groups = Map.groupBy(answer.headers, ([name]) => name.toLowerCase());
  const headers = [...groups.values()]
    .toReversed()
    .flat()
    .map(([name, value]) => [name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase(), value] as const);
  return { ...answer, headers: [...headers, ['X-Unknown-To-Scenarios', 'unknown']] };
}

const inPieces: Way = async (asked, app) => {
  const was = await app(asked);
  if (was.body.length === 0) return { answer: was, acted: false };
  const headers = was.headers.map(([name, value]) =>
    name.toLowerCase() === 'content-length' ? (['Transfer-Encoding', 'chunked'] as const) : ([name, value] as const),
  );
  return { answer: { ...was, headers }, acted: true };
};

const later: Way = async (asked, app, past) => ({ ...(await straight(asked, app, past)), acted: true });
