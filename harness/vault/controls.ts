import type { Control, ControlSource } from '../model/control.ts';
import type { Value } from '../model/value.ts';
import type { Vault } from '../model/vault.ts';
import { complain, type Reading } from './reading.ts';
import { entriesOf, fixedText, fixedTexts, itemsOf, valueAt } from './values.ts';

/**
 * Builds known to be good or bad: what `controls:` names, and what lies in the vault's `controls/good` and `controls/bad`
 * (`there`: their paths), as a folder or as a patch onto the first good ref.
 */
export function decodeControls(
  reading: Reading,
  value: Value | undefined,
  there: readonly string[],
): Vault['controls'] {
  const named = {
    good: itemsOf(valueAt(value, 'good')).flatMap((item) => {
      const source = sourceOf(reading, item, there);
      return source === undefined ? [] : [{ name: textAt(reading, item, 'name') ?? nameOf(source), source }];
    }),
    bad: entriesOf(valueAt(value, 'bad')).flatMap(({ key, value: item, keyAt }) => {
      const source = sourceOf(reading, item, there) ?? lying(there, 'bad', key);
      const fails = item.is === 'map' ? fixedTexts(reading, valueAt(item, 'fails')) : [];
      if (source !== undefined) return [{ name: key, source, fails }];
      if (item.is === 'map')
        complain(reading, 'no-control', keyAt, `nothing says where the control "${key}" is`, {
          fix: `give it ref:, folder: or patch:, or put it at controls/bad/${key}`,
        });
      return [];
    }),
  };
  for (const [index, { name }] of named.good.entries())
    if (value !== undefined && named.good.findIndex((other) => other.name === name) < index)
      complain(reading, 'no-control', value.at, `two good controls are called "${name}"`, {
        fix: 'give one of them another name:',
      });
  const onto = named.good.flatMap(({ source }) => (source.is === 'ref' ? [source.ref] : []))[0];
  const taken = [...named.good, ...named.bad].flatMap(({ source }) => (source.is === 'ref' ? [] : [source.path]));
  const found = (kind: 'good' | 'bad'): readonly Control[] =>
    there
      .filter((path) => path.startsWith(`controls/${kind}/`) && !taken.includes(path))
      .map(sourceAt)
      .map((source) => ({ name: nameOf(source), source }))
      .filter(({ name }) => !named[kind].some((other) => other.name === name));
  const whole = ({ source, ...rest }: Control): Control => ({
    ...rest,
    source: source.is === 'patch' && source.onto === undefined && onto !== undefined ? { ...source, onto } : source,
  });
  return {
    good: [...named.good, ...found('good')].map(whole),
    bad: [...named.bad, ...found('bad').map((control) => ({ ...control, fails: [] }))].map(({ fails, ...control }) => ({
      ...whole(control),
      fails,
    })),
  };
}

/** `ref:main`, or `{ ref }`, `{ folder }`, `{ patch, onto }`. */
function sourceOf(reading: Reading, value: Value, there: readonly string[]): ControlSource | undefined {
  if (value.is === 'text') {
    const text = fixedText(reading, value) ?? '';
    const [, kind, rest = ''] = /^(ref|folder|patch):(.+)$/.exec(text) ?? [];
    if (kind === 'ref') return { is: 'ref', ref: rest };
    if (kind !== undefined)
      return lies(
        reading,
        value,
        kind === 'folder' ? { is: 'folder', path: rest } : { is: 'patch', path: rest },
        there,
      );
    complain(reading, 'no-control', value.at, `"${text}" says nothing of where a build is`, {
      fix: `write ref:${text}, folder:controls/... or patch:controls/...`,
    });
    return undefined;
  }
  const ref = textAt(reading, value, 'ref');
  if (ref !== undefined) return { is: 'ref', ref };
  const folder = textAt(reading, value, 'folder');
  if (folder !== undefined) return lies(reading, value, { is: 'folder', path: folder }, there);
  const patch = textAt(reading, value, 'patch');
  const onto = textAt(reading, value, 'onto')?.replace(/^ref:/, '');
  if (patch === undefined) return undefined;
  return lies(reading, value, { is: 'patch', path: patch, ...(onto === undefined ? {} : { onto }) }, there);
}

/** A folder or patch of the vault, if it is there. */
function lies(
  reading: Reading,
  value: Value,
  source: Exclude<ControlSource, { is: 'ref' }>,
  there: readonly string[],
): ControlSource | undefined {
  const path = source.path.replace(/\/+$/, '');
  if (there.includes(path)) return { ...source, path };
  complain(reading, 'no-control', value.at, `there is no ${source.is} "${source.path}"`, {
    notes: ['controls lie in controls/good and controls/bad of the vault'],
  });
  return undefined;
}

const lying = (there: readonly string[], kind: 'good' | 'bad', name: string): ControlSource | undefined => {
  const path = there.find((one) => one === `controls/${kind}/${name}` || one === `controls/${kind}/${name}.patch`);
  return path === undefined ? undefined : sourceAt(path);
};

const sourceAt = (path: string): ControlSource =>
  path.endsWith('.patch') ? { is: 'patch', path } : { is: 'folder', path };

const nameOf = (source: ControlSource): string =>
  source.is === 'ref' ? source.ref : (source.path.split('/').at(-1) ?? '').replace(/\.patch$/, '');

const textAt = (reading: Reading, value: Value, key: string): string | undefined =>
  fixedText(reading, valueAt(value, key));
