import { defaultLimits } from '../../model/limits.ts';
import type { Exchange, Past } from './message.ts';

export interface Memory {
  readonly past: () => Past;
  readonly add: (exchange: Exchange) => void;
}

/** Remembers a few of the largest exchanges, or many of the usual ones. */
export function memory(): Memory {
  const kept: Exchange[] = [];
  let bytes = 0;
  return {
    past: () => [...kept],
    add(exchange) {
      if (exchange.asked.rest !== undefined || exchange.answer.rest !== undefined) return;
      kept.push(exchange);
      bytes += sizeOf(exchange);
      while (bytes > MAX_BYTES) bytes -= sizeOf(kept.shift() ?? exchange);
    },
  };
}

const MAX_BYTES = 4 * defaultLimits.response;
/** Of what there is beside bodies. */
const OVERHEAD = 4096;

const sizeOf = ({ asked, answer }: Exchange): number => asked.body.length + answer.body.length + OVERHEAD;
