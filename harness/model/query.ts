import type { Database } from './adapter.ts';

export type Dialect = Database['is'];

/** What can be told of a query without running it. */
export interface ScannedQuery {
  /** The text around its placeholders: one part more than it has. */
  readonly parts: readonly string[];
  /** Parameters in a notation of the engine's own, which nothing is given for: `:id`, `$1`. */
  readonly named: readonly string[];
  /** Bare words in lower case, in order. */
  readonly words: readonly string[];
  /** Whether anything follows a semicolon. */
  readonly several: boolean;
}

/** What a `?` means nothing in, or stands for itself: quotes, comments, names. Each alternative takes all it can. */
const common = [
  String.raw`'[^']*(?:''[^']*)*'?`,
  String.raw`"[^"]*(?:""[^"]*)*"?`,
  String.raw`--[^\n]*`,
  String.raw`(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`,
  String.raw`\d[\w.]*`,
  String.raw`(?<literal>\?\?)`,
  String.raw`(?<placeholder>\?)`,
  String.raw`(?<end>;)`,
  String.raw`(?<space>\s+)`,
  String.raw`[^]`,
];

const tokens: { readonly [dialect in Dialect]: RegExp } = {
  sqlite: pattern([
    '`[^`]*(?:``[^`]*)*`?',
    String.raw`\[[^\]]*\]?`,
    String.raw`\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?`,
    String.raw`(?<named>[:@$][A-Za-z_]\w*)`,
  ]),
  postgres: pattern([
    String.raw`[eE]'[^'\\]*(?:(?:\\[^]|'')[^'\\]*)*'?`,
    String.raw`\$(?<tag>(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[^]*?(?:\$\k<tag>\$|$)`,
    String.raw`(?<named>\$\d+)`,
    String.raw`(?<comment>\/\*)`,
  ]),
};

function pattern(own: readonly string[]): RegExp {
  return new RegExp([...own, ...common].join('|'), 'y');
}

/** Finds the placeholders of a query: each `?` outside of quotes and comments. `??` is a question mark of the query's own. */
export function scanQuery(query: string, dialect: Dialect): ScannedQuery {
  const parts = [''];
  const named: string[] = [];
  const words: string[] = [];
  let ended = false;
  let several = false;
  for (let at = 0; at < query.length; ) {
    const { text, groups } = tokenAt(query, at, tokens[dialect]);
    at += text.length;
    if (groups['placeholder'] !== undefined) parts.push('');
    else parts[parts.length - 1] += groups['literal'] === undefined ? text : '?';
    if (groups['named'] !== undefined) named.push(text);
    if (groups['word'] !== undefined) words.push(text.toLowerCase());
    const blank = groups['space'] !== undefined || /^(?:--|\/\*)/.test(text);
    several ||= ended && !blank && groups['end'] === undefined;
    ended ||= groups['end'] !== undefined;
  }
  return { parts, named, words, several };
}

function tokenAt(query: string, at: number, token: RegExp) {
  token.lastIndex = at;
  const match = token.exec(query);
  const text = match?.[0] ?? query.charAt(at);
  const groups: { readonly [name: string]: string | undefined } = match?.groups ?? {};
  return groups['comment'] === undefined ? { text, groups } : { text: nestedComment(query, at), groups };
}

/** PostgreSQL's comments may hold comments. */
function nestedComment(query: string, start: number): string {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(query); mark !== null; mark = marks.exec(query)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return query.slice(start, marks.lastIndex);
  }
  return query.slice(start);
}
