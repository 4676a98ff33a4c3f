import { type Ask, type Exchange, headerOf, without } from './message.ts';
import { onAsk, type Way } from './way.ts';

/** Headers that say who asks. */
const names = ['authorization', 'cookie', 'x-api-key', 'x-auth-token'];

/** Who is refused is let in as whoever was let in last. */
export const admitAnyone: Way = async (asked, app, past) => {
  const refusal = await app(asked);
  const known = past.findLast(wasLetIn)?.asked;
  const isWhole = refusal.rest === undefined && asked.rest === undefined;
  if (known === undefined || !isWhole || !isRefusal(refusal.status)) return { answer: refusal, acted: false };
  const answer = await app(inNameOf(known, asked));
  return isRefusal(answer.status) ? { answer: refusal, acted: false } : { answer, acted: true };
};

/** Who says who he is, is taken for whoever was let in first. */
export const oneAccount: Way = onAsk((asked, past) => {
  const first = past.find(wasLetIn)?.asked;
  return first === undefined || !hasCredentials(asked) ? asked : inNameOf(first, asked);
});

const isRefusal = (status: number): boolean => status === 401 || status === 403;

const wasLetIn = ({ asked, answer }: Exchange): boolean => answer.status < 400 && hasCredentials(asked);

const hasCredentials = (asked: Ask): boolean => names.some((name) => headerOf(asked, name) !== undefined);

function inNameOf(known: Ask, asked: Ask): Ask {
  const own = known.headers.filter(([name]) => names.includes(name.toLowerCase()));
  const bare = without(asked, ...names);
  return { ...bare, headers: [...bare.headers, ...own] };
}
