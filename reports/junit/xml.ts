import { escaped } from '../../harness/model/hidden.ts';
import { block, line } from '../terminal/text.ts';

/** XML that was made here and is written as it is. */
export interface Xml {
  readonly xml: string;
}

/** An element. Nothing in a name is escaped: names are ours. Attributes without a value are left out. */
export function element(
  name: string,
  attributes: { readonly [name: string]: string | number | undefined },
  content: readonly Xml[] | string = [],
): Xml {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${safe(line(String(value)))}"`],
  );
  const inside = typeof content === 'string' ? safe(content) : children(content);
  return { xml: inside === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inside}</${name}>` };
}

function children(content: readonly Xml[]): string {
  if (content.length === 0) return '';
  const lines = content.map(({ xml }) => `\n${xml}`).join('');
  return `${indented(lines)}\n`;
}

/** Two spaces before each line, but not within texts, whose lines don't begin with a tag of ours. */
function indented(xml: string): string {
  return xml.replaceAll(/\n(?= *<)/g, '\n  ');
}

/** All that XML 1.0 lets stand in a document. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A text as content or as the value of an attribute: nothing in it is markup, is refused by a reader, or hides. */
function safe(text: string): string {
  return block(text)
    .replaceAll(forbidden, escaped)
    .replaceAll(/[&<>"']/g, (character) => references[character] ?? character);
}

const references: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
