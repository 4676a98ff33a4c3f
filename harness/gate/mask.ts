/** Shorter secrets are not masked: they turn up by chance, and who looks for them has guessed them already. */
const shortest = 4;
/** Of a longer secret only the beginning is masked. */
const longest = 4096;

const mark = '‹secret›';

/**
 * Makes a function that replaces every secret in a text by `‹secret›`: as it is, URL-encoded, as part of a JSON string,
 * and inside longer base64 or base64url text, where up to one character on either side of it stays; and what is left of
 * it beside an ellipsis.
 */
export function masker(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= shortest).map((secret) => secret.slice(0, longest));
  const spellings = [...new Set(known.flatMap(spellingsOf))]
    .filter((spelling) => spelling.length >= shortest)
    .toSorted((a, b) => b.length - a.length);
  const starts = new Set(spellings.map((spelling) => spelling.slice(0, shortest)));
  // What has been cut away as a secret is not looked at again, so a secret "secret" does no harm.
  return (text) => {
    if (!mayHold(text, starts)) return text;
    return spellings
      .reduce((pieces, spelling) => pieces.flatMap((piece) => piece.split(spelling)), [text])
      .map((piece) => maskCut(piece, spellings))
      .join(mark);
  };
}

/** Most texts hold no secret, and a Run may have thousands: one look at a text tells whether to look closer. */
function mayHold(text: string, starts: ReadonlySet<string>): boolean {
  if (starts.size === 0) return false;
  if (text.includes(ellipsis)) return true;
  for (let at = 0; at + shortest <= text.length; at += 1) if (starts.has(text.slice(at, at + shortest))) return true;
  return false;
}

/** Where we leave out the rest of a long text, or its beginning. */
const ellipsis = '…';

/** What is left of a secret where it was cut in two: its beginning before an ellipsis, its end after one. */
function maskCut(text: string, spellings: readonly string[]): string {
  const parts = text.split(ellipsis);
  if (parts.length === 1) return text;
  return parts
    .map((part, index) => {
      const end = index < parts.length - 1 ? longestOf(spellings, (spelling) => beginningAtEnd(spelling, part)) : 0;
      const kept = end === 0 ? part : `${part.slice(0, -end)}${mark}`;
      const start = index > 0 ? longestOf(spellings, (spelling) => endAtBeginning(spelling, kept)) : 0;
      return start === 0 ? kept : `${mark}${kept.slice(start)}`;
    })
    .join(ellipsis);
}

const longestOf = (spellings: readonly string[], length: (spelling: string) => number): number =>
  spellings.reduce((most, spelling) => Math.max(most, length(spelling)), 0);

/** How many of the spelling's first characters the text ends with; 0 when they are too few to tell. */
function beginningAtEnd(spelling: string, text: string): number {
  for (let length = Math.min(spelling.length - 1, text.length); length >= shortest; length -= 1) {
    if (spelling[length - 1] === text.at(-1) && text.endsWith(spelling.slice(0, length))) return length;
  }
  return 0;
}

/** How many of the spelling's last characters the text begins with; 0 when they are too few to tell. */
function endAtBeginning(spelling: string, text: string): number {
  for (let length = Math.min(spelling.length - 1, text.length); length >= shortest; length -= 1) {
    if (spelling.at(-length) === text[0] && text.startsWith(spelling.slice(-length))) return length;
  }
  return 0;
}

function spellingsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const inBase64 = [0, 1, 2].map((offset) => base64Core(bytes, offset));
  return [secret, ...urlSpellings(secret), ...jsonSpellings(secret), ...inBase64, ...inBase64.map(toBase64Url)];
}

/** What common encoders make of it, hexadecimal digits in either case. */
function urlSpellings(secret: string): readonly string[] {
  const whole = secret.toWellFormed();
  const component = encodeURIComponent(whole);
  const strict = component.replaceAll(/[!'()*]/g, percent);
  const form = new URLSearchParams([['', whole]]).toString().slice(1);
  const all = [...Buffer.from(whole)].map((byte) => `%${hex(byte, 2)}`).join('');
  const upper = [
    component,
    strict,
    component.replaceAll('%20', '+'),
    strict.replaceAll('%20', '+'),
    form,
    all,
    encodeURI(whole),
  ];
  return [...upper, ...upper.map((text) => text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}

const percent = (character: string): string => `%${hex(character.charCodeAt(0), 2)}`;
const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

/** As JSON.stringify writes it; with `\/`; and all in ASCII, hexadecimal digits in either case. */
function jsonSpellings(secret: string): readonly string[] {
  const plain = JSON.stringify(secret).slice(1, -1);
  const escaped = (digits: (code: string) => string): string =>
    plain.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${digits(hex(unit.charCodeAt(0), 4))}`);
  const spellings = [plain, escaped((code) => code), escaped((code) => code.toLowerCase())];
  return [...spellings, ...spellings.map((text) => text.replaceAll('/', '\\/'))];
}

/** The base64 characters that the bytes alone decide when `offset` (mod 3) other bytes stand before them. */
function base64Core(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const start = Math.ceil((offset * 8) / 6);
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  return text.slice(start, end);
}

const toBase64Url = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');
