/** A part of a text: what stands around its items, of which as many are shown as there is room for. */
export interface Section {
  readonly before?: string;
  readonly items: readonly string[];
  readonly after?: string;
}

/** Room for the line that says what was left out. */
const noteRoom = 200;

/**
 * The sections one after another, an empty line behind each, in at most `most` characters. An item that does not fit is left out
 * whole. @param note says how many were.
 */
export function bounded(sections: readonly Section[], most: number, note: (leftOut: number) => string): string {
  let room = most - noteRoom;
  let leftOut = 0;
  const shown = sections.map(({ before = '', items, after = '' }) => {
    const kept = fitting(items, room - before.length - after.length - 1);
    leftOut += items.length - kept.length;
    const text = kept.length === 0 ? '' : `${before}${kept.join('')}${after}\n`;
    room -= text.length;
    return text;
  });
  const told = leftOut === 0 ? '' : note(leftOut);
  return `${[...shown, told].join('').trimEnd()}\n`;
}

/** The items that there is room for, in their order. */
function fitting(items: readonly string[], room: number): readonly string[] {
  let left = room;
  return items.filter((item) => {
    if (item.length > left) return false;
    left -= item.length;
    return true;
  });
}
