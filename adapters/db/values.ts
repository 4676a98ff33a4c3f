/*
 * PostgreSQL's texts as JSON, by the types' ids, which are the same in every database. Whatever is not listed is text.
 */

const numbers = new Set([20, 21, 23, 26, 700, 701, 1700]);

/** Of what each list is made. */
const lists: { readonly [type: number]: number } = {
  199: 114,
  1000: 16,
  1001: 17,
  1005: 21,
  1007: 23,
  1009: 25,
  1014: 1042,
  1015: 1043,
  1016: 20,
  1021: 700,
  1022: 701,
  1115: 1114,
  1182: 1082,
  1185: 1184,
  1231: 1700,
  2951: 2950,
  3807: 3802,
};

/** The JSON text of a value as PostgreSQL prints it; times in ISO 8601, bytes as base64. */
export function jsonOfValue(type: number, text: string | null): string {
  if (text === null) return 'null';
  if (type === 16) return text === 't' ? 'true' : 'false';
  // NaN and Infinity are no numbers in JSON.
  if (numbers.has(type)) return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text) ? text : JSON.stringify(text);
  if (type === 114 || type === 3802) return text;
  if (type === 17) return JSON.stringify(Buffer.from(text.slice(2), 'hex').toString('base64'));
  if (type === 1114) return JSON.stringify(text.replace(' ', 'T'));
  if (type === 1184) return JSON.stringify(text.replace(' ', 'T').replace(/\+00$/, 'Z'));
  const item = lists[type];
  return (item === undefined ? undefined : jsonOfList(item, text)) ?? JSON.stringify(text);
}

/** `{a,"b c",NULL,{...}}`, with bounds before it when they don't begin at 1. Nothing when it is written in another way. */
function jsonOfList(item: number, text: string): string | undefined {
  const token = /"((?:[^"\\]|\\[^])*)"|([{},])|([^{},"\\]+)/y;
  token.lastIndex = /^(?:\[[\d:[\]-]*\]=)?/.exec(text)?.[0].length ?? 0;
  let json = '';
  let depth = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [, quoted, mark, plain] = match;
    if (mark === '{') depth += 1;
    if (mark === '}') depth -= 1;
    if (mark !== undefined) json += { '{': '[', '}': ']', ',': ',' }[mark];
    else if (quoted !== undefined) json += jsonOfValue(item, quoted.replaceAll(/\\([^])/g, '$1'));
    else json += jsonOfValue(item, plain === undefined || /^null$/i.test(plain) ? null : plain);
    if (depth === 0) return match.index + match[0].length === text.length ? json : undefined;
  }
  return undefined;
}
