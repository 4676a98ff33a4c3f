/**
 * Characters that a reader can't see but a terminal or a viewer obeys: control codes (and with them ANSI sequences),
 * direction marks, zero-width and other invisible characters, lone surrogates. For `replaceAll`.
 */
export const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A character in the notation of JavaScript and JSON: `\u001b`, a pair of them beyond the first plane. */
export function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
