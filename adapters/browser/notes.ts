import { beginning } from '../text.ts';

/** What happened beside what was looked for, for the owner. */
export interface Notes {
  add(note: string): void;
  /** One line each, bounded in number and length. */
  lines(): readonly string[];
}

const most = 20;

export function notes(): Notes {
  const kept: string[] = [];
  let more = 0;
  return {
    add(note) {
      const line = oneLine(note);
      if (kept.includes(line)) return;
      if (kept.length < most) kept.push(line);
      else more += 1;
    },
    lines: () => (more === 0 ? kept : [...kept, `and ${more} more like these`]),
  };
}

/** The candidate's text in a line of ours. */
export const oneLine = (text: string): string => beginning(text.slice(0, 1000).replaceAll(/\s+/g, ' ').trim());

/** The same in quotes. */
export const quoted = (text: string): string => JSON.stringify(oneLine(text));
