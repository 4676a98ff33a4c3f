import { isList, isMapping, type Json } from './said.ts';
import type { Found } from './scope.ts';

const most = 2000;

/** Every text and number in a JSON answer, with the path to save it by. */
export function valuesIn(body: Json): readonly Found[] {
  const found: Found[] = [];
  collect(found, 'body', '', body);
  return found;
}

function collect(found: Found[], path: string, key: string, value: Json): void {
  if (found.length >= most) return;
  if (isList(value)) value.forEach((item, index) => collect(found, `${path}[${index}]`, key, item));
  else if (isMapping(value)) for (const [name, below] of value) collect(found, path + member(name), name, below);
  else if (value !== null && typeof value !== 'boolean')
    found.push({ key: key === '' ? 'value' : key, value, from: path });
}

const member = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.${name}` : `["${name.replaceAll('"', '""')}"]`;

/** Where in a page a value stands that a later request sends back: the regular expression that finds it. */
export function placeInText(text: string, value: string): string | undefined {
  if (value.length < 8 || !/^[\w+/=.-]+$/.test(value)) return undefined;
  const at = text.indexOf(value);
  if (at === -1) return undefined;
  const before =
    text
      .slice(Math.max(0, at - 40), at)
      .split('\n')
      .at(-1) ?? '';
  if (before.length < 4 || before.includes('${')) return undefined;
  return `${before.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}([\\w+/=.-]+)`;
}
