/** Which of several, as a person counts: `first`, `3rd`, `last`, `2nd from the end`. @param nth from 0; -1 is the last. */
export function ordinal(nth: number): string {
  if (nth === 0) return 'first';
  if (nth === -1) return 'last';
  return nth < 0 ? `${numbered(-nth)} from the end` : numbered(nth + 1);
}

/** `2nd`, `11th`, `21st` */
const numbered = (count: number): string => `${count}${endings[plural.select(count)] ?? 'th'}`;

const plural = new Intl.PluralRules('en', { type: 'ordinal' });
const endings: { readonly [rule: string]: string } = { one: 'st', two: 'nd', few: 'rd' };
