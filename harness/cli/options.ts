import { InvalidArgumentError, Option } from 'commander';

// Options that several commands have.

export const store = new Option('--store <dir>', 'where history is kept (default: $XDG_STATE_HOME/holdout)');
/** Where the key of a sealed vault is. */
export const identity = new Option('--identity <file>', 'the key of a sealed vault (default: $HOLDOUT_IDENTITY)');
export const passphraseFile = new Option(
  '--passphrase-file <file>',
  'the passphrase of a sealed vault (default: $HOLDOUT_PASSPHRASE_FILE, else it is asked for)',
);
export const audience = new Option('--audience <who>', 'who reads the output')
  .choices(['owner', 'worker'])
  .default('owner');
export const json = new Option('--json', 'print one JSON document instead');
export const report = new Option(
  '--report <format[=file]>',
  'terminal, json, junit, ctrf, markdown, html or github: printed, or written to a file; may be repeated',
).argParser(collect);

/** For options that may be given more than once. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** 0 to 99. */
export function wholeNumber(value: string): number {
  if (!/^[0-9]{1,2}$/.test(value)) throw new InvalidArgumentError('It must be a whole number, 0 to 99.');
  return Number(value);
}

export function positive(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return Number(value);
}

/** 0 or more. */
export function anyNumber(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return Number(value);
}
