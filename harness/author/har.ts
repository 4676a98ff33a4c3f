import { fail, ok, problem, type Result } from '../model/problem.ts';
import { contentOf, methods, type Answer, type Content, type Exchange, type Pairs, type Part } from './exchange.ts';
import { isNoise, mainOrigin, withoutPolling, type Recorded } from './noise.ts';
import { isMapping, isList, jsonOf, parseJson, type Json } from './said.ts';

/** Entries of one recording that are looked at, and steps that are made of them. */
const most = { entries: 5000, steps: 60 } as const;

export interface Recording {
  readonly exchanges: readonly Exchange[];
  /** What was left out and why, one line each. */
  readonly notes: readonly string[];
  /** What to ask about the recording as a whole. */
  readonly asks: readonly string[];
}

/** Reads a HAR recording of any browser: what one origin's application was asked and what it answered, in order. */
export function readHar(text: string): Result<Recording> {
  const entries = at(at(parse(text), 'log'), 'entries');
  if (!isList(entries ?? null)) {
    return fail(
      problem('bad-har', 'this is no HAR recording: it has no log.entries', {
        fix: 'in the browser\'s developer tools, under Network, choose "Save all as HAR"',
      }),
    );
  }
  const recorded = (entries as readonly Json[]).slice(0, most.entries).flatMap((entry) => recordedOf(entry) ?? []);
  const telling = recorded.filter((each) => !isNoise(each));
  const origin = mainOrigin(telling);
  if (origin === undefined) {
    return fail(
      problem(
        'bad-har',
        'the recording has no request of an application: only assets, or answers that were not recorded',
        {
          fix: 'record again with the developer tools open from the start, and "Preserve log" on',
        },
      ),
    );
  }
  const own = telling.filter(({ exchange }) => exchange.origin === origin).map(({ exchange }) => exchange);
  const exchanges = withoutPolling(own);
  const counts: readonly (readonly [number, string])[] = [
    [recorded.length - telling.length, 'for assets, tools and counting'],
    [telling.length - own.length, `to other places than ${origin}`],
    [own.length - exchanges.length, 'that asked the same again'],
    [exchanges.length - Math.min(exchanges.length, most.steps), `after the first ${most.steps}`],
  ];
  const notes = counts.flatMap(([count, what]) =>
    count === 0 ? [] : [`${count} ${count === 1 ? 'request' : 'requests'} ${what}`],
  );
  const kept = exchanges.slice(0, most.steps);
  return ok({ exchanges: kept, notes, asks: asksOf(kept) });
}

/** Browsers add keys of their own, as deep as their call stacks: what is odd in them is passed over. */
function parse(text: string): Json | undefined {
  try {
    return jsonOf(JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text));
  } catch {
    return undefined;
  }
}

/** Browsers leave out what they call sensitive, unless told otherwise. A token that came and was never sent back tells. */
function asksOf(exchanges: readonly Exchange[]): readonly string[] {
  const sent = exchanges.some(({ headers }) => headers.some(([name]) => name === 'authorization' || name === 'cookie'));
  const came = exchanges.slice(0, -1).some(({ answer }) => /"\w*token"\s*:\s*"/i.test(answer?.text ?? ''));
  if (sent || !came) return [];
  return [
    'the recording has no cookies and no authorization: save it "with sensitive data", or save the token and add bearer: "${token}" to the steps',
  ];
}

function recordedOf(entry: Json): Recorded | undefined {
  const request = at(entry, 'request');
  const url = textAt(request, 'url') ?? '';
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const method = (textAt(request, 'method') ?? '').toUpperCase();
  if (address === undefined || !/^https?:$/.test(address.protocol) || !methods.includes(method)) return undefined;
  const kind = textAt(entry, '_resourceType');
  const content = contentAt(at(request, 'postData'));
  const answer = answerOf(at(entry, 'response'));
  const asks =
    content?.is === 'multipart' && content.parts.some(({ filename }) => filename !== undefined)
      ? ['a file was uploaded: what must it hold?']
      : [];
  return {
    ...(kind === undefined ? {} : { kind }),
    exchange: {
      method,
      origin: address.origin,
      target: address.pathname + address.search,
      headers: pairsAt(at(request, 'headers'), true).filter(([name]) => !name.startsWith(':')),
      ...(content === undefined ? {} : { content }),
      ...(answer === undefined ? {} : { answer }),
      asks,
    },
  };
}

function answerOf(response: Json | undefined): Answer | undefined {
  const status = at(response, 'status');
  if (typeof status !== 'number' || status < 100) return undefined;
  const content = at(response, 'content');
  const type = (textAt(content, 'mimeType') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const given = textAt(content, 'text');
  const text =
    given !== undefined && textAt(content, 'encoding') === 'base64' ? Buffer.from(given, 'base64').toString() : given;
  return { status, headers: pairsAt(at(response, 'headers'), true), type, ...(text === undefined ? {} : { text }) };
}

function contentAt(postData: Json | undefined): Content | undefined {
  if (postData === undefined) return undefined;
  const type = textAt(postData, 'mimeType') ?? '';
  const text = textAt(postData, 'text') ?? '';
  const params = at(postData, 'params');
  if (/^multipart\/form-data/i.test(type)) return { is: 'multipart', parts: partsOf(type, text, params) };
  if (text === '' && params !== undefined && isList(params) && params.length > 0)
    return { is: 'form', fields: pairsAt(params, false) };
  return contentOf(type, text, parseJson);
}

function partsOf(type: string, text: string, params: Json | undefined): readonly Part[] {
  const listed = params !== undefined && isList(params) ? params : [];
  if (listed.length > 0) {
    return listed.map((param) =>
      part(textAt(param, 'name'), textAt(param, 'value'), textAt(param, 'fileName'), textAt(param, 'contentType')),
    );
  }
  const boundary = /boundary="?([^";]+)/i.exec(type)?.[1];
  if (boundary === undefined) return [];
  return text.split(`--${boundary}`).flatMap((piece) => {
    const [, head = '', body = ''] = /^\r?\n(.*?)\r?\n\r?\n(.*?)\r?\n?$/s.exec(piece) ?? [];
    const name = /\bname="([^"]*)"/.exec(head)?.[1];
    if (name === undefined) return [];
    return [part(name, body, /filename="([^"]*)"/.exec(head)?.[1], /content-type:\s*(\S+)/i.exec(head)?.[1])];
  });
}

function part(name = '', text = '', filename?: string, type?: string): Part {
  // A file's bytes are rarely in a recording, and never worth keeping.
  const said = filename === undefined ? text : 'fill-in';
  return {
    name,
    text: said,
    ...(filename === undefined ? {} : { filename }),
    ...(type === undefined || filename === undefined ? {} : { type }),
  };
}

const at = (value: Json | undefined, key: string): Json | undefined =>
  value !== undefined && isMapping(value) ? value.get(key) : undefined;

function textAt(value: Json | undefined, key: string): string | undefined {
  const found = at(value, key);
  return typeof found === 'string' ? found : undefined;
}

function pairsAt(value: Json | undefined, lower: boolean): Pairs {
  if (value === undefined || !isList(value)) return [];
  return value.flatMap((pair) => {
    const name = textAt(pair, 'name');
    return name === undefined ? [] : [[lower ? name.toLowerCase() : name, textAt(pair, 'value') ?? ''] as const];
  });
}
