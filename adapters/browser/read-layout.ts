/** The text of one document as it is laid out, and which parts of it are one element's. */
export interface LaidOut {
  readonly text: string;
  /** From and to, in characters. */
  readonly parts: readonly Part[];
  readonly elements: number;
  /** Whether it is a document within the page's. */
  readonly inFrame: boolean;
}

type Part = readonly [from: number, to: number];

/** As much of a `DOMSnapshot` as is read. Texts are numbers of `strings`; nodes come in the order of the screen's tree. */
interface Snapshot {
  readonly nodes: {
    readonly parentIndex?: readonly number[];
    readonly nodeType?: readonly number[];
    readonly nodeName?: readonly number[];
    readonly nodeValue?: readonly number[];
    /** Name and value in turn. */
    readonly attributes?: readonly (readonly number[])[];
    readonly pseudoType?: Rare;
    readonly contentDocumentIndex?: Rare;
  };
  readonly layout: {
    readonly nodeIndex: readonly number[];
    readonly styles: readonly (readonly number[])[];
    readonly bounds: readonly (readonly number[])[];
    readonly text: readonly number[];
  };
}

interface Rare {
  readonly index: readonly number[];
  readonly value: readonly number[];
}

/** What a snapshot has to be asked for, in this order. */
export const styles = ['visibility', 'opacity', 'content-visibility', 'display'] as const;

/** Stands between blocks. It is no white space, so that no words reach from one block to the next. */
const between = '\uFFFC';
const textNode = 3;
const elementNode = 1;

/** An element that is being read. */
interface Open {
  readonly node: number;
  readonly from: number;
  readonly isBlock: boolean;
  /** Where its own content begins, behind what style sheets put before it. */
  inner: number;
  /** What style sheets put behind its content, and a snapshot before it. */
  readonly behind: Box[];
}

/** Puts the text of a document together, as Playwright does, but of what is painted. `frames`: of what it shows in frames. */
export function readLayout(
  { nodes, layout }: Snapshot,
  strings: readonly string[],
): Omit<LaidOut, 'inFrame'> & { readonly frames: readonly number[] } {
  const { parentIndex = [], nodeType = [], nodeName = [], nodeValue = [], attributes = [] } = nodes;
  const nameOf = (node: number): string | undefined => strings[nodeName[node] ?? -1];
  // What was open once has kept its place.
  const isShut = (node: number): boolean =>
    nameOf(node) === 'DETAILS' &&
    attributes[node]?.some((word, at) => at % 2 === 0 && strings[word] === 'open') !== true;
  const boxes = boxesOf(layout, strings);
  const pseudos = byNode(nodes.pseudoType);
  const contents = byNode(nodes.contentDocumentIndex);
  const hidden = new Set<number>();
  const frames: number[] = [];
  const parts: Part[] = [];
  const open: Open[] = [];
  let text = '';
  let elements = 0;
  let firstLetter = '';

  const part = (from: number): void => {
    const last = parts.at(-1);
    if (from < text.length && (last?.[0] !== from || last[1] !== text.length)) parts.push([from, text.length]);
  };
  const add = (box: Box): void => {
    if (box.isBlock) text += between;
    const from = text.length;
    text += box.text;
    part(from);
    if (box.isBlock) text += between;
  };
  const close = ({ inner, from, behind, isBlock }: Open): void => {
    part(inner);
    behind.forEach(add);
    part(from);
    if (isBlock) text += between;
  };

  for (const [node, type] of nodeType.entries()) {
    const box = boxes.get(node);
    let parent = parentIndex[node] ?? -1;
    if (hidden.has(parent) || box?.hides === true || (isShut(parent) && nameOf(node) !== 'SUMMARY')) hidden.add(node);
    while (pseudos.has(parent)) parent = parentIndex[parent] ?? -1;
    while (open.length > 0 && open.at(-1)?.node !== parent) close(open.pop() as Open);
    const pseudo = strings[pseudos.get(node) ?? -1];
    const owner = open.at(-1);
    if (pseudo !== undefined) {
      if (box === undefined || hidden.has(node)) continue;
      // It is taken out of the text that comes next, which has it as well.
      if (pseudo === 'first-letter') firstLetter = box.text.trim();
      else if (pseudo === 'after') owner?.behind.push(box);
      else {
        add(pseudo === 'marker' ? { ...box, isBlock: true } : box);
        if (owner !== undefined) owner.inner = text.length;
      }
    } else if (type === textNode) {
      const value = strings[nodeValue[node] ?? -1] ?? '';
      const isPainted = !hidden.has(node) && box !== undefined && box.text !== '';
      const trimmed = value.trim();
      if (isPainted || trimmed === '' || trimmed === firstLetter) text += value;
      if (trimmed !== '') firstLetter = '';
    } else {
      if (type === elementNode) elements += 1;
      const content = contents.get(node);
      if (content !== undefined && !hidden.has(node) && box?.isPainted === true) frames.push(content);
      const isBlock = box?.isBlock === true;
      if (isBlock) text += between;
      open.push({ node, from: text.length, inner: text.length, isBlock, behind: [] });
    }
  }
  open.toReversed().forEach(close);
  return { text, parts, elements, frames };
}

/** What of a node has a place on the page. */
interface Box {
  /** It, or text of it, has a size and is visible. */
  readonly isPainted: boolean;
  /** Nothing in it can be seen. */
  readonly hides: boolean;
  readonly isBlock: boolean;
  /** As far as it is painted. */
  readonly text: string;
}

function boxesOf(layout: Snapshot['layout'], strings: readonly string[]): ReadonlyMap<number, Box> {
  const boxes = new Map<number, Box>();
  for (const [index, node] of layout.nodeIndex.entries()) {
    const known = boxes.get(node);
    const [visibility, opacity, content, display] = (layout.styles[index] ?? []).map((style) => strings[style]);
    const [, , width = 0, height = 0] = layout.bounds[index] ?? [];
    const isPainted = visibility === 'visible' && width > 0 && height > 0;
    const text = strings[layout.text[index] ?? -1];
    boxes.set(node, {
      isPainted: known?.isPainted === true || isPainted,
      hides: known?.hides === true || opacity === '0' || content === 'hidden',
      isBlock: known?.isBlock === true || (text === undefined && !isInline.test(display ?? 'inline')),
      text: `${known?.text ?? ''}${isPainted && text !== undefined ? text : ''}`,
    });
  }
  return boxes;
}

const isInline = /^(?:inline(?:-.*)?|contents|ruby.*)?$/;

const byNode = (rare: Rare | undefined): ReadonlyMap<number, number> =>
  new Map(rare?.index.map((node, at) => [node, rare.value[at] ?? -1]));
