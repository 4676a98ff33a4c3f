import type { Socket } from 'node:net';
import type { Cell } from '../../model/cell.ts';
import { lineOver } from './line.ts';
import type { Memory } from './memory.ts';
import type { Answer, Ask, Past } from './message.ts';
import type { NullCandidate } from './nulls.ts';
import { socketPair } from './pair.ts';
import type { Manner } from './perturbations.ts';
import { serve } from './serve.ts';
import type { App, Way } from './way.ts';

/** What all connections of a wired Cell have in common. */
export interface Leads {
  readonly cell: Cell;
  readonly exchanges: Memory;
  readonly tellActed: () => void;
}

/** Connections to a null candidate: nobody in the Cell is asked. */
export function leadToNobody(candidate: NullCandidate, { exchanges, tellActed }: Leads): Cell['connect'] {
  return async () => {
    const [near, far] = await openPair();
    tellActed();
    if (candidate.does === 'answers')
      serve(far, { answer: (asked) => Promise.resolve(given(candidate.answer, asked, exchanges)), manner: {} });
    else if (candidate.does === 'closes') far.destroy();
    else far.resume();
    return near;
  };
}

function given(answerTo: (asked: Ask, past: Past) => Answer, asked: Ask, exchanges: Memory): Answer {
  const answer = answerTo(asked, exchanges.past());
  exchanges.add({ asked, answer });
  return answer;
}

/** Connections to the candidate, whose requests and answers go the `way`. Reject as those to the candidate do. */
export function leadThrough(way: Way, manner: Manner, { cell, exchanges, tellActed }: Leads): Cell['connect'] {
  return async (to, within) => {
    const first = await cell.connect(to, within);
    first.on('error', () => {});
    const [near, far] = await openPair();
    const ask: App = async (asked) => {
      const answer = await line.ask(asked);
      exchanges.add({ asked, answer });
      return answer;
    };
    const end = serve(far, {
      manner,
      async answer(asked) {
        const { answer, acted } = await way(asked, ask, exchanges.past());
        if (acted) tellActed();
        return answer;
      },
      upgrade(head, socket) {
        line[Symbol.dispose]();
        cell.connect(to).then(
          (other) => passOn(socket, other, head),
          () => socket.destroy(),
        );
      },
    });
    const line = lineOver(first, () => cell.connect(to), end);
    far.once('close', () => line[Symbol.dispose]());
    return near;
  };
}

async function openPair(): Promise<readonly [near: Socket, far: Socket]> {
  const [near, far] = await socketPair();
  // Its end is seen by who answers over it.
  far.on('error', () => {});
  return [near, far];
}

/** What one says the other hears, until either is gone. */
function passOn(socket: Socket, other: Socket, head: Buffer): void {
  other.on('error', () => socket.resetAndDestroy());
  other.write(head);
  socket.pipe(other).pipe(socket);
  socket.once('close', () => other.destroy());
  other.once('close', () => socket.destroySoon());
  if (socket.destroyed) other.destroy();
}
