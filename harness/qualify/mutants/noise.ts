/** A node of Babel's syntax tree and what is around it, as far as it is looked at. */
export interface Place {
  readonly node: Node;
  /** The first node, a `Program`, has a `File` around it, which is no place. */
  readonly parent: Node | null;
  readonly parentPath: Place | null;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/**
 * Why code is not worth a mutant, or nothing. A vault sees what a program answers, so a mutant that changes what no
 * user sees always survives, and says nothing about the vault; and a mutant that always dies says as little, while it
 * may cost a Trial's whole time. What is inside such code isn't mutated either.
 *
 * Kept on purpose, though some of them can't be told from the original: texts, since most reach an answer, and regular
 * expressions, since they are what validation is made of.
 *
 * @param prints the vault judges what the program prints, so `console` is no log.
 */
export function noiseBecause(place: Place, prints: boolean): string | undefined {
  const { node } = place;
  const said = doneBy(node);
  if (said.length > 0 && said.every((one) => isLogging(one, prints))) return 'nobody judges a log';
  if (said.length > 0 && said.every(isEndHandler)) return 'how a process ends is not scored';
  if (isProse(node) && isInError(place.parentPath)) return 'the words of an error are no contract';
  if (place.parent?.['update'] === node) return 'a loop that never ends is always noticed';
  return undefined;
}

/** Kinds of mutants that are left out everywhere: `a?.b` as `a.b` differs only where types say that nothing can be. */
export const excludedMutators: readonly string[] = ['OptionalChaining'];

/** What a node comes down to: the call that it is, or the expressions that its statements are. */
function doneBy(node: Node): readonly Node[] {
  if (node.type === 'BlockStatement' && Array.isArray(node['body'])) return node['body'].flatMap(doneBy);
  if (node.type === 'ExpressionStatement') return doneBy(nodeIn(node, 'expression') ?? node);
  return [node];
}

/** `logger.info(...)`, `req.log.warn(...)`, `debug(...)`, and what the console has for it. */
function isLogging(node: Node, prints: boolean): boolean {
  if (!isCall(node)) return false;
  const callee = nodeIn(node, 'callee');
  if (callee === undefined) return false;
  if (callee.type === 'Identifier') return callee['name'] === 'debug';
  const of = lastName(nodeIn(callee, 'object'));
  if (of === 'console') return !prints && consoleLog.test(lastName(callee) ?? '');
  return /^_?log(?:ger)?$/i.test(of ?? '') && level.test(lastName(callee) ?? '');
}

const consoleLog = /^(?:log|info|warn|error|debug|trace|table|dir|group|groupEnd|time|timeEnd|timeLog)$/;
const level = /^(?:log|silly|verbose|trace|debug|http|info|notice|warn|warning|error|fatal|critical)$/;

/** `process.on('SIGTERM', ...)`. */
function isEndHandler(node: Node): boolean {
  const callee = isCall(node) ? nodeIn(node, 'callee') : undefined;
  return lastName(nodeIn(callee, 'object')) === 'process' && /^(?:on|once|addListener)$/.test(lastName(callee) ?? '');
}

/** A text with a space between words: people read it, programs go by one word. */
function isProse(node: Node): boolean {
  if (node.type === 'StringLiteral') return / /.test(String(node['value']));
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node['quasis'])) return false;
  return node['quasis'].some((quasi) => / /.test(String(quasi?.value?.raw)));
}

/** Is it part of what an error is made of: `new HttpError(404, { message: ... })`? What an error is goes by its name. */
function isInError(place: Place | null): boolean {
  for (let around = place; around !== null && !isFunctionOrStatement(around.node); around = around.parentPath) {
    const { node } = around;
    if (
      (isCall(node) || node.type === 'NewExpression') &&
      /(?:Error|Exception)$/.test(lastName(nodeIn(node, 'callee')) ?? '')
    ) {
      return true;
    }
  }
  return false;
}

const isCall = ({ type }: Node): boolean => type === 'CallExpression' || type === 'OptionalCallExpression';

const isFunctionOrStatement = ({ type }: Node): boolean => /Function|Method|Statement|Declaration|Program/.test(type);

/** `c` of `a.b.c`, of `a.b?.c` and of `c`. */
function lastName(node: Node | undefined): string | undefined {
  const name = node?.type === 'Identifier' ? node['name'] : nodeIn(node, 'property')?.['name'];
  return typeof name === 'string' ? name : undefined;
}

function nodeIn(node: Node | undefined, key: string): Node | undefined {
  const found = node?.[key];
  return typeof found === 'object' && found !== null && 'type' in found ? (found as Node) : undefined;
}
