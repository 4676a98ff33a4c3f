/** What the type words ask of a text. Each looks at a bounded number of characters, in linear time. */

const longestUrl = 8192;
const longestEmail = 254;

/** Any version, either case, with dashes. */
export function isUuid(text: string): boolean {
  return text.length === 36 && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** `name@host.domain`: one at-sign, no white space, a domain of two or more labels. */
export function isEmail(text: string): boolean {
  if (text.length > longestEmail) return false;
  const parts = text.split('@');
  const [name = '', domain = ''] = parts;
  const labels = domain.split('.');
  return (
    parts.length === 2 &&
    /^[^\s"(),:;<>[\\\]\p{Cc}]{1,64}$/u.test(name) &&
    labels.length > 1 &&
    labels.every((label) => /^[\p{L}\p{N}-]+$/u.test(label) && !label.startsWith('-') && !label.endsWith('-'))
  );
}

/** Absolute, with http or https. */
export function isUrl(text: string): boolean {
  return text.length <= longestUrl && /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text);
}

/** A day of the calendar: `2024-02-29`. */
export function isDate(text: string): boolean {
  if (text.length !== 10 || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * `2024-02-29T12:30:00Z`. A space may stand for the T, a fraction may follow the seconds, and the offset may be left
 * out, as common databases and languages print it.
 */
export function isDateTime(text: string): boolean {
  if (text.length > 40) return false;
  const time = /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:[.,]\d+)?(?:z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?$/i;
  return isDate(text.slice(0, 10)) && /^[t ]$/i.test(text.charAt(10)) && time.test(text.slice(11));
}
