import { escaped, hidden } from '../../harness/model/hidden.ts';

const markup = Symbol('markup');

/** What may stand in a page as it is. Only this file makes it, so that no text gets there unescaped. */
export interface Html {
  readonly [markup]: string;
}

export type Part = Html | string | number | undefined | readonly Part[];

/** Markup with every text in it escaped, for elements and for quoted attributes alike; nothing for `undefined`. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    [markup]: parts.reduce<string>((made, part, i) => made + written(part) + (texts[i + 1] ?? ''), texts[0] ?? ''),
  };
}

/** Text of several lines, for a `pre`: the line ends stay, tabs are two spaces. */
export function lines(text: string): Html {
  const own = text.replaceAll('\r\n', '\n').replaceAll('\t', '  ').split('\n');
  return { [markup]: own.map(safe).join('\n') };
}

/** Our own style sheet or script. @throws when it would end its element early; that is a bug. */
export function inlined(element: 'style' | 'script', text: string): Html {
  if (/<\/(style|script)|<!--/i.test(text)) throw new Error(`a ${element} that ends early`);
  return { [markup]: `<${element}>${text}</${element}>` };
}

/** What scripts read, as JSON that no parser of HTML can mistake for anything else. */
export function dataBlock(id: string, value: object): Html {
  const json = JSON.stringify(value).replaceAll(/[<>&]/g, escaped).replaceAll(hidden, escaped);
  return { [markup]: `<script type="application/json" id="${safe(id)}">${json}</script>` };
}

/** The text of a whole page. */
export const textOf = (page: Html): string => page[markup];

function written(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return safe(part);
  if (typeof part === 'number') return String(part);
  return markup in part ? part[markup] : part.map(written).join('');
}

const safe = (text: string): string => (unsafe.test(text) ? text.replaceAll(everyUnsafe, replacement) : text);

const unsafe = new RegExp(`[&<>"'\`]|${hidden.source}`, 'u');
const everyUnsafe = new RegExp(unsafe.source, 'gu');
const replacement = (character: string): string => entities[character] ?? escaped(character);

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};
