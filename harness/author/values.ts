import { literal, type Json, type Said } from './said.ts';

/** How a value that was sent is drawn anew each time, so that no answer to it can be written down beforehand. */
export interface Drawn {
  readonly value: Said;
  readonly secret: boolean;
}

const secretKey =
  /passw(or)?d|passphrase|\bpwd\b|secret|api[-_]?key|access[-_]?key|private[-_]?key|token|\botp\b|cvv|cvc/i;
const passwordKey = /passw(or)?d|passphrase|\bpwd\b/i;
const nameKey =
  /(^|[-_.])(user|nick|first|last|full|given|family|display|company|product)?[-_]?name$|Name$|^(login|handle|author|slug)$/i;
const proseKey =
  /title|subject|description|text|content|comment|message|note|bio|label|body|summary|caption|street|address$|task|todo|question|answer/i;
/** What is chosen among a few, or names another thing. */
const chosenKey =
  /(^|[-_.a-z])(type|status|kind|state|role|format|lang|language|locale|currency|country|colou?r|mode|sort|level|priority|unit|[Ii]d|ID)$/i;
const amountKey = /price|amount|qty|quantity|cost|stock|copies|weight|balance|total$/i;

export const isSecretKey = (key: string): boolean => secretKey.test(key);
export const isPasswordKey = (key: string): boolean => passwordKey.test(key);

/** Nothing when the value is one to keep: a choice among a few, a flag, a date, an id. */
export function drawnFor(key: string, sent: Json): Drawn | undefined {
  if (typeof sent === 'number') return amountKey.test(key) ? open(amount(sent)) : undefined;
  if (typeof sent !== 'string' || sent === '') return undefined;
  if (isPasswordKey(key))
    return { value: `\${random.string(${Math.max(16, Math.min(sent.length, 64))})}`, secret: true };
  if (isEmail(sent)) return open('${random.email()}');
  if (isUuid(sent)) return /^(id|_id|uuid|guid)$|key$/i.test(key) ? open('${random.uuid()}') : undefined;
  if (chosenKey.test(key) || isUrl(sent) || /^[\d\s.,:+/()TZ-]+$/.test(sent)) return undefined;
  if (nameKey.test(key)) return open(nameLike(sent));
  if (proseKey.test(key) || /\S\s+\S/.test(sent)) return open(proseLike(sent));
  return undefined;
}

const open = (value: Said | undefined): Drawn | undefined =>
  value === undefined ? undefined : { value, secret: false };

/** Of as many digits, so that what fits the one fits the other. */
function amount(sent: number): string | undefined {
  if (!Number.isSafeInteger(sent) || sent < 1) return undefined;
  const digits = String(sent).length;
  return digits === 1 ? '${random.int(2, 9)}' : `\${random.int(${10 ** (digits - 1) + 1}, ${10 ** digits - 3})}`;
}

function nameLike(sent: string): string {
  const words = sent.trim().split(/\s+/);
  if (words.length > 3) return proseLike(sent);
  return words.map(() => '${random.word()}').join(' ');
}

/** The words stay, for they say what the field is for; a number behind them makes them new. */
function proseLike(sent: string): string {
  const words = sent.trim().replaceAll(/\s+/g, ' ');
  const kept = words.length > 60 ? words.slice(0, 60).trimEnd() : words.replace(/[.!?]$/, '');
  return words.includes(' ') || words.length > 3 ? `${literal(kept)} \${random.int(1000, 9999)}` : '${random.word()}';
}

export const isEmail = (text: string): boolean => /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(text);
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
export const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
export const isDateTime = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/.test(text) && !Number.isNaN(Date.parse(text));
export const isUrl = (text: string): boolean => /^https?:\/\/\S+$/.test(text) && URL.canParse(text);
