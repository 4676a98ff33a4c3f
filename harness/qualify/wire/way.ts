import { type Answer, type Ask, type Past, sameAnswer, sameAsk } from './message.ts';

/** Asks the candidate. Rejects when the connection breaks before there is an answer. */
export type App = (asked: Ask) => Promise<Answer>;

/** What the judge is answered, and whether that, or what the candidate was asked, is other than it would have been. */
interface Given {
  readonly answer: Answer;
  readonly acted: boolean;
}

/** What happens to one request of the judge's on its way to the candidate and back. */
export type Way = (asked: Ask, app: App, past: Past) => Promise<Given>;

/** The answer is changed. */
export function onAnswer(change: (answer: Answer, asked: Ask, past: Past) => Answer): Way {
  return async (asked, app, past) => {
    const was = await app(asked);
    const answer = change(was, asked, past);
    return { answer, acted: !sameAnswer(answer, was) };
  };
}

/** The request is changed. */
export function onAsk(change: (asked: Ask, past: Past) => Ask): Way {
  return async (asked, app, past) => {
    const sent = change(asked, past);
    return { answer: await app(sent), acted: !sameAsk(sent, asked) };
  };
}

/** Nothing is changed. */
export const straight: Way = async (asked, app) => ({ answer: await app(asked), acted: false });

/** All of them, the first one next to the candidate. */
export function inTurn(ways: readonly Way[]): Way {
  return ways.reduce(
    (inner, outer) => async (asked, app, past) => {
      let acted = false;
      const given = await outer(
        asked,
        async (changed) => {
          const answered = await inner(changed, app, past);
          acted = answered.acted;
          return answered.answer;
        },
        past,
      );
      return { answer: given.answer, acted: acted || given.acted };
    },
    straight,
  );
}
