import type { Pairs } from '../../model/adapter.ts';
import { type Ask, type Exchange, headerOf, type Past, without } from './message.ts';
import { fieldsOf } from './fields.ts';
import { onAsk, type Way } from './way.ts';

/** Headers that say who asks. */
const names = ['authorization', 'cookie', 'x-api-key', 'x-auth-token'];

/** Does it bring a password, to sign in or to sign up? */
export function signsIn(asked: Ask): boolean {
  return fieldsOf(asked).some(([name]) => /passw|passphrase|passcode|secret|^(pass|pwd|pin|otp)$/i.test(name));
}

/** Who is refused is let in as whoever was let in last. */
export const admitAnyone: Way = async (asked, app, past) => {
  const refusal = await app(asked);
  const known = lastIn(past);
  const isHeld = refusal.rest === undefined && asked.rest === undefined;
  if (known.length === 0 || !isHeld || !isRefusal(refusal.status)) return { answer: refusal, acted: false };
  const bare = without(asked, ...names);
  const answer = await app({ ...bare, headers: [...bare.headers, ...known] });
  return isRefusal(answer.status) ? { answer: refusal, acted: false } : { answer, acted: true };
};

/** Who says who he is, is taken for whoever was let in first. */
export const oneAccount: Way = onAsk((asked, past) => ({
  ...asked,
  headers: asked.headers.map(([name, own]) => [name, firstIn(past, name.toLowerCase()) ?? own] as const),
}));

const isRefusal = (status: number): boolean => status === 401 || status === 403;

/** All that was last said by those who were let in. */
function lastIn(past: Past): Pairs {
  return names.flatMap((name) => {
    const value = firstIn(past.toReversed(), name);
    return value === undefined ? [] : [[name, value] as const];
  });
}

/** What the first of these that was let in said in a header of those. */
function firstIn(past: Past, name: string): string | undefined {
  if (!names.includes(name)) return undefined;
  const said = ({ asked, answer }: Exchange): boolean => answer.status < 400 && headerOf(asked, name) !== undefined;
  const first = past.find(said)?.asked;
  return first && headerOf(first, name);
}
