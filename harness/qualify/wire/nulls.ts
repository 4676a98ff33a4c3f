import { printJson } from '../../judge/data.ts';
import { type Data, ExactNumber } from '../../model/value.ts';
import type { NullName } from '../../model/wire.ts';
import { fieldsOf } from './fields.ts';
import { made, madeHtml, madeJson, sentBack, withStatus } from './made.ts';
import { type Answer, type Ask, isWrite, type Past, pathOf } from './message.ts';

/** Stands in for a candidate and does none of its work: a scenario that it passes tells nothing. */
export type NullCandidate = { readonly about: string } & (
  | { readonly does: 'closes' | 'hangs' }
  | { readonly does: 'answers'; readonly answer: (asked: Ask, past: Past) => Answer }
);

export const nullCandidates: { readonly [name in NullName]: NullCandidate } = {
  closes: { about: 'closes every connection at once', does: 'closes' },
  hangs: { about: 'reads every request and never answers', does: 'hangs' },
  '404': answers('answers 404 to everything', () => madeJson(404, '{"error":"Not Found"}')),
  '500': answers('answers 500 to everything', () => madeJson(500, '{"error":"Internal Server Error"}')),
  '200-json': answers('answers 200 and {} to everything', () => madeJson(200, '{}')),
  '200-html': answers('answers 200 and a page that says OK to everything', () => madeHtml('<h1>OK</h1>')),
  'empty-page': answers('answers 200 and an empty page to everything', () => madeHtml(emptyPage)),
  echo: answers('answers 200 and sends back what it was sent', echo),
  accepts: answers('accepts everything: creates, signs in, changes and deletes without a question', accept),
};

const emptyPage = '<!doctype html><html><head><title></title></head><body></body></html>';

function answers(about: string, answer: (asked: Ask, past: Past) => Answer): NullCandidate {
  return { about, does: 'answers', answer };
}

function echo(asked: Ask): Answer {
  if (asked.body.length > 0) return sentBack(200, asked);
  return madeJson(200, JSON.stringify({ method: asked.method, target: asked.target }));
}

function accept(asked: Ask, past: Past): Answer {
  if (asked.method === 'DELETE') return made(204);
  if (asked.method === 'POST') return create(asked, past);
  if (isWrite(asked)) return madeJson(200, printJson(new Map(fieldsOf(asked))));
  const last = past.findLast((one) => isWrite(one.asked) && pathOf(one.asked) === pathOf(asked));
  const isThere = last !== undefined && last.asked.method !== 'DELETE';
  return isThere ? withStatus(last.answer, 200) : madeJson(200, '{}');
}

/** Also what a sign-in looks like. */
function create(asked: Ask, past: Past): Answer {
  const id = String(past.filter((one) => one.asked.method === 'POST').length + 1);
  const record = new Map<string, Data>([...fieldsOf(asked), ['id', new ExactNumber(id)], ['token', `token-${id}`]]);
  return madeJson(201, printJson(record), [['Set-Cookie', `session=token-${id}; Path=/`]]);
}
