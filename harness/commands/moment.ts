import { fail, ok, problem, type Result } from '../model/problem.ts';

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;

/** Milliseconds of `30m`, `12h`, `90d`, `4w`; nothing for any other text. */
export function age(text: string): number | undefined {
  const [, count, unit] = /^([0-9]{1,6})([mhdw])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * units[unit as keyof typeof units];
}

/** The moment that an option names, as ISO 8601 in UTC: `2026-03-01`, `2026-03-01T12:00Z`, or so long ago: `30d`. */
export function moment(text: string, option: string, now: Date): Result<string> {
  const ago = age(text);
  const isDate = /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(text);
  const time = ago === undefined ? (isDate ? Date.parse(text) : Number.NaN) : now.getTime() - ago;
  if (Number.isNaN(time) || Math.abs(time) > 8.64e15) {
    return fail(
      problem('bad-date', `${option} ${text} is no date`, { fix: 'write 2026-03-01, or how long ago: 12h, 30d, 4w' }),
    );
  }
  return ok(new Date(time).toISOString());
}
