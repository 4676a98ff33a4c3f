/** A text that stands in one file of a vault and nowhere else: where it turns up, that file has been. */
export interface Canary {
  /** Relative to the vault's folder. */
  readonly file: string;
  /** `holdout-canary-` and a UUID. */
  readonly canary: string;
}

/** What all of them begin with: looking for one is looking for this, then comparing. */
export const canaryPrefix = 'holdout-canary-';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Of every one of them. */
export const canaryLength = canaryPrefix.length + 36;

/** Is this a canary and nothing else? */
export const isCanary = (text: string): boolean => whole.test(text);
const whole = new RegExp(`^${canaryPrefix}${uuid}$`);

/** @param id a UUID. */
export const canaryOf = (id: string): string => canaryPrefix + id;

/** All that stand in a text, each once. */
export const findCanaries = (text: string): readonly string[] => [...new Set(text.match(anywhere))];

/** The same text with nothing left in it that would set off an alarm. */
export const withoutCanaries = (text: string): string => text.replaceAll(anywhere, 'holdout-canary');
const anywhere = new RegExp(`${canaryPrefix}${uuid}`, 'g');
