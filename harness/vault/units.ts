/** Milliseconds of `500ms`, `10s`, `1.5m`, `2h`; nothing for any other text. */
export function milliseconds(text: string): number | undefined {
  const parts = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)$/.exec(text);
  return parts === null ? undefined : amount(parts, { ms: 1, s: 1000, m: 60_000, h: 3_600_000 });
}

/** Bytes of `100B`, `64KB` (64,000), `512MiB`; nothing for any other text. */
export function bytes(text: string): number | undefined {
  const parts = /^([0-9]+(?:\.[0-9]+)?)(B|KB|KiB|MB|MiB|GB|GiB)$/.exec(text);
  const units = { B: 1, KB: 1e3, KiB: 2 ** 10, MB: 1e6, MiB: 2 ** 20, GB: 1e9, GiB: 2 ** 30 };
  return parts === null ? undefined : amount(parts, units);
}

function amount([, count = '', unit = '']: readonly string[], units: { readonly [unit: string]: number }): number {
  return Math.round(Number(count) * (units[unit] ?? 1));
}
