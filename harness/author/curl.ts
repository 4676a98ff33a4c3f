import { fail, ok, problem, type Result } from '../model/problem.ts';
import { contentOf, headerOf, methods, type Content, type Exchange, type Pairs, type Part } from './exchange.ts';
import { parseJson } from './said.ts';
import { shellCommands } from './shell-words.ts';

/** Characters of a curl command. */
const longest = 1024 * 1024;

/** Reads one or more curl commands, as browsers copy them or as people type them. Nothing is run, fetched or read. */
export function readCurl(text: string): Result<readonly Exchange[]> {
  if (text.length > longest) return fail(problem('too-large', 'the curl command is longer than 1 MiB'));
  if (/\^"|\^\r?\n/.test(text)) {
    return fail(
      problem('bad-curl', 'this curl command is quoted for the Windows command prompt', {
        fix: 'in the browser choose "Copy as cURL (bash)"',
      }),
    );
  }
  const commands = shellCommands(text);
  if (!commands.ok) return commands;
  const exchanges: Exchange[] = [];
  for (const words of commands.value) {
    const start = words.findIndex((word) => /(^|\/)curl(\.exe)?$/.test(word));
    if (start === -1) continue;
    const exchange = exchangeOf(words.slice(start + 1));
    if (!exchange.ok) return exchange;
    exchanges.push(exchange.value);
  }
  if (exchanges.length > 0) return ok(exchanges);
  return fail(
    problem('bad-curl', 'there is no curl command in it', {
      fix: "write it like --curl 'curl -X POST http://localhost:3000/todos -d title=Tea', or pipe it in with --curl -",
    }),
  );
}

interface Call {
  method?: string;
  url?: string;
  readonly headers: [string, string][];
  readonly data: string[];
  readonly parts: Part[];
  readonly asks: string[];
  user?: string;
  inUrl: boolean;
  json: boolean;
  follow: boolean;
  head: boolean;
}

type Take = (call: Call, value: string) => void;

const addData: Take = (call, value) => void call.data.push(content(call, value, true));

/** Options with a value that say what is sent. */
const taking: { readonly [option: string]: Take } = {
  '--request': (call, value) => void (call.method = value.toUpperCase()),
  '--url': (call, value) => void (call.url ??= value),
  '--header': addHeader,
  '--data': addData,
  '--data-ascii': addData,
  '--data-binary': addData,
  '--data-raw': (call, value) => void call.data.push(value),
  '--data-urlencode': (call, value) => void call.data.push(urlEncoded(call, value)),
  '--json': (call, value) => {
    call.json = true;
    call.data.push(content(call, value, true));
  },
  '--form': (call, value) => addPart(call, value, true),
  '--form-string': (call, value) => addPart(call, value, false),
  '--user': (call, value) => void (call.user = value),
  '--cookie': (call, value) => {
    if (value.includes('=')) call.headers.push(['cookie', value]);
    else call.asks.push(`the cookies in the file ${value} were not read: log in with a step before`);
  },
  '--oauth2-bearer': (call, value) => void call.headers.push(['authorization', `Bearer ${value}`]),
};

const flags: { readonly [option: string]: (call: Call) => void } = {
  '--get': (call) => void (call.inUrl = true),
  '--head': (call) => void (call.head = true),
  '--location': (call) => void (call.follow = true),
};

const short: { readonly [letter: string]: string } = {
  X: '--request',
  H: '--header',
  d: '--data',
  F: '--form',
  u: '--user',
  b: '--cookie',
  G: '--get',
  I: '--head',
  L: '--location',
};

/** Other options that take a value: how curl itself goes about it, which is not the candidate's business. */
const others =
  /^-([AeomwxcCDEKPQrTtUyYz]|-(user-agent|referer|output|max-time|write-out|proxy|cookie-jar|connect-timeout|retry|retry-delay|cacert|cert|key|resolve|interface|range|limit-rate|upload-file|config|dump-header|ciphers|tls-max|max-redirs|proxy-user|unix-socket|connect-to|trace|trace-ascii|stderr|aws-sigv4))$/;

function exchangeOf(words: readonly string[]): Result<Exchange> {
  const call: Call = {
    headers: [],
    data: [],
    parts: [],
    asks: [],
    inUrl: false,
    json: false,
    follow: false,
    head: false,
  };
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [option, attached] = spread(word, left);
    if (option === undefined) call.url ??= word;
    else if (Object.hasOwn(flags, option)) flags[option]?.(call);
    else if (Object.hasOwn(taking, option)) {
      const value = attached ?? left.shift();
      if (value === undefined) return fail(problem('bad-curl', `${option} has no value`));
      taking[option]?.(call, value);
    } else if (others.test(option) && attached === undefined) left.shift();
  }
  return finish(call);
}

/** `-XPOST` and `-sXPOST` are `-s -X POST`: the option, and the value that stands right behind it. */
function spread(word: string, left: string[]): readonly [option: string | undefined, attached?: string] {
  if (!word.startsWith('-') || word === '-') return [undefined];
  if (word.startsWith('--')) return [word];
  const letter = word.slice(1, 2);
  const rest = word.slice(2);
  const option = short[letter] ?? `-${letter}`;
  if (rest === '') return [option];
  if (Object.hasOwn(taking, option) || others.test(option)) return [option, rest];
  left.unshift(`-${rest}`);
  return [option];
}

function addHeader(call: Call, value: string): void {
  const [, name, text] = /^([^:;]+)[:;]\s*(.*)$/s.exec(value) ?? [];
  if (name !== undefined && text !== undefined) call.headers.push([name.trim().toLowerCase(), text.trim()]);
  else if (value.startsWith('@')) call.asks.push(`the headers in the file ${value.slice(1)} were not read`);
}

/** `@file` is not read: what it holds is the author's to say. */
function content(call: Call, value: string, mayBeFile: boolean): string {
  if (!mayBeFile || !value.startsWith('@')) return value;
  call.asks.push(`the body was in the file ${value.slice(1)}, which was not read: what is sent?`);
  return '';
}

function urlEncoded(call: Call, value: string): string {
  const [, name = '', sign = '', text = ''] = /^([^=@]*)([=@]?)(.*)$/s.exec(value) ?? [];
  if (sign === '@') {
    call.asks.push(`"${name}" was in the file ${text}, which was not read: what is sent?`);
    return `${name}=fill-in`;
  }
  if (sign === '') return encodeURIComponent(name);
  return name === '' ? encodeURIComponent(text) : `${name}=${encodeURIComponent(text)}`;
}

function addPart(call: Call, value: string, mayBeFile: boolean): void {
  const [, name = '', text = ''] = /^([^=]*)=(.*)$/s.exec(value) ?? [];
  if (!mayBeFile || !/^[@<]/.test(text)) {
    call.parts.push({ name, text: mayBeFile ? text.replace(/;type=[^;]*$/, '') : text });
    return;
  }
  const [path = '', ...facts] = text.slice(1).split(';');
  const fact = (word: string): string | undefined =>
    facts.find((each) => each.startsWith(`${word}=`))?.slice(word.length + 1);
  const type = fact('type');
  call.asks.push(`"${name}" was the file ${path}, which was not read: what does it hold?`);
  const filename = fact('filename') ?? path.split('/').at(-1) ?? 'file';
  call.parts.push({ name, text: 'fill-in', filename, ...(type === undefined ? {} : { type }) });
}

function finish(call: Call): Result<Exchange> {
  const address = call.url === undefined ? undefined : addressOf(call.url);
  if (address === undefined) {
    return fail(
      problem(
        'bad-curl',
        call.url === undefined ? 'the curl command has no address' : `"${call.url}" is no http address`,
        {
          fix: 'write it like curl http://localhost:3000/todos',
        },
      ),
    );
  }
  const query = call.inUrl && call.data.length > 0 ? call.data.join('&') : '';
  const target =
    address.pathname + [address.search, query].filter((part) => part !== '').join(address.search === '' ? '?' : '&');
  const sent = call.inUrl ? undefined : contentFrom(call);
  const method = call.method ?? (call.head ? 'HEAD' : sent === undefined ? 'GET' : 'POST');
  if (!methods.includes(method))
    return fail(problem('bad-curl', `a scenario can't send ${method}`, { fix: `use ${methods.join(', ')}` }));
  const basic: Pairs =
    call.user === undefined ? [] : [['authorization', `Basic ${Buffer.from(call.user).toString('base64')}`]];
  return ok({
    method,
    origin: address.origin,
    target: query !== '' && address.search === '' ? `${address.pathname}?${query}` : target,
    headers: [...call.headers, ...basic],
    ...(sent === undefined ? {} : { content: sent }),
    ...(call.follow ? { redirects: 10 } : {}),
    asks: call.asks,
  });
}

function addressOf(url: string): URL | undefined {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  const parsed = URL.canParse(whole) ? new URL(whole) : undefined;
  return parsed !== undefined && /^https?:$/.test(parsed.protocol) ? parsed : undefined;
}

function contentFrom(call: Call): Content | undefined {
  if (call.parts.length > 0) return { is: 'multipart', parts: call.parts };
  if (call.data.length === 0) return undefined;
  const text = call.data.join(call.json ? '' : '&');
  const stated = headerOf(call.headers, 'content-type') ?? (call.json ? 'application/json' : undefined);
  // curl says "form" of every body unless told otherwise; one that is JSON was meant as JSON.
  const isJson = stated === undefined && /^\s*[[{]/.test(text) && parseJson(text) !== undefined;
  return contentOf(stated ?? (isJson ? 'application/json' : 'application/x-www-form-urlencoded'), text, parseJson);
}
