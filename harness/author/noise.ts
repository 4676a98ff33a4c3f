import type { Exchange } from './exchange.ts';

/** One entry of a recording, before it is known which of them are the application's. */
export interface Recorded {
  readonly exchange: Exchange;
  /** What the browser says it was for: `xhr`, `document`, `image`. */
  readonly kind?: string;
}

const assetKinds = [
  'stylesheet',
  'script',
  'image',
  'font',
  'media',
  'manifest',
  'ping',
  'preflight',
  'websocket',
  'eventsource',
  'csp_report',
  'beacon',
  'imageset',
  'texttrack',
  'other-static',
];
const assetTypes =
  /^(image|font|audio|video)\/|^text\/(css|javascript|event-stream)$|javascript$|^application\/(wasm|manifest\+json|font-\w+|x-font-\w+)$/;
const assetPaths =
  /\.(js|mjs|css|map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|otf|eot|mp4|webm|mp3|wasm|webmanifest)$/i;
const toolPaths =
  /^\/(@vite|@fs|@id|@react-refresh|node_modules|src|__vite|_next|__nextjs|_nuxt|sockjs-node|socket\.io|__webpack|webpack|ws)(\/|-|$)|hot-update|^\/(favicon|robots\.txt|sitemap)/;
const countingPaths = /\/(collect|beacon|analytics|telemetry|metrics|pixel|gtag|rum|vitals|track(ing)?)(\/|$)/i;

/** Requests that say nothing about what the application promises: assets, preflights, tools, counting, what got no answer. */
export function isNoise({ exchange, kind }: Recorded): boolean {
  const path = exchange.target.split('?')[0] ?? '';
  const { method, answer } = exchange;
  if (method === 'OPTIONS' || answer === undefined || answer.status < 100) return true;
  if (kind !== undefined && assetKinds.includes(kind.toLowerCase())) return true;
  if (toolPaths.test(path) || countingPaths.test(path)) return true;
  return method === 'GET' && (assetTypes.test(answer.type) || assetPaths.test(path));
}

/** The one origin whose requests are kept: the one that did most, where a request that changes something counts more than a page. */
export function mainOrigin(recorded: readonly Recorded[]): string | undefined {
  const weights = new Map<string, number>();
  for (const { exchange } of recorded) {
    const weight = exchange.method === 'GET' ? (exchange.answer?.type.endsWith('json') ? 2 : 1) : 5;
    weights.set(exchange.origin, (weights.get(exchange.origin) ?? 0) + weight);
  }
  return [...weights].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

/** Asking the same again with nothing changed in between adds nothing: the last answer stays. */
export function withoutPolling(exchanges: readonly Exchange[]): readonly Exchange[] {
  return exchanges.filter((exchange, index) => {
    if (exchange.method !== 'GET') return true;
    const later = exchanges.slice(index + 1);
    const change = later.findIndex(({ method }) => method !== 'GET' && method !== 'HEAD');
    const same = later.findIndex(({ method, target }) => method === 'GET' && target === exchange.target);
    return same === -1 || (change !== -1 && change < same);
  });
}
