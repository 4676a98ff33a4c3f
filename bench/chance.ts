/** Numbers that look drawn, and are the same each time: enough to seed a bench with, and for nothing else. */
export interface Chance {
  /** 0 up to, and without, 1. */
  share(): number;
  /** A whole number between both, and both among them. */
  whole(least: number, most: number): number;
  /** @throws when there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
  /** Letters and digits. */
  text(length: number): string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A stream that follows from its name alone. */
export function chanceOf(...name: readonly (string | number)[]): Chance {
  let state = 0x9e3779b9;
  for (const unit of name.join('\0')) state = Math.imul(state ^ (unit.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number): number => least + Math.floor(share() * (most - least + 1));
  return {
    share,
    whole,
    pick(from) {
      const picked = from[whole(0, from.length - 1)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
    text: (length) => Array.from({ length }, () => alphabet[whole(0, alphabet.length - 1)]).join(''),
  };
}
