import type { ReadFile, ReportFailure } from '../../harness/model/report.ts';
import type { Mismatch } from '../../harness/model/trial.ts';
import { codeFrame } from './frame.ts';
import { type Html, html } from './html.ts';
import { block, command, heading, type Level } from './text.ts';

type File = NonNullable<ReportFailure['files']>[number];

/** One step that did not do what was expected, with all that shows it. */
export function failureBlock(failure: ReportFailure, level: Level, read: ReadFile): Html {
  const { step, mismatches, notes, replay, page, log, files = [] } = failure;
  const outlines = files.filter(({ what }) => what === 'outline');
  return html`<section class="failure">${heading(level, step)}${mismatches.map(mismatchBlock)}${
    notes.length === 0 ? undefined : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`
  }${files.filter(({ what }) => what === 'screenshot').map((file) => screenshot(file, step, read))}${
    replay === undefined ? undefined : html`<p class="label">Replay it by hand</p>${command(replay)}`
  }${pageBlock(page, outlines[0], read)}${files.filter(({ what }) => what === 'trace').map((file) => trace(file, read))}${
    log === undefined ? undefined : html`<p class="label">The candidate printed last</p>${block(log, 'output', 'end')}`
  }</section>`;
}

function mismatchBlock({ excerpt, path, expected, received, note }: Mismatch): Html {
  const both = `expected ${expected}, received ${received}`;
  const fits = both.length <= besideCaret;
  const facts = [
    ...(fits
      ? []
      : [fact('expected', html`<code>${expected}</code>`), fact('received', html`<code>${received}</code>`)]),
    ...(path === '' ? [] : [fact('at', html`<code>${path}</code>`)]),
    ...(note === undefined ? [] : [fact('note', note)]),
  ];
  return html`${codeFrame(excerpt, fits ? both : undefined)}${
    facts.length === 0 ? undefined : html`<dl class="mismatch">${facts}</dl>`
  }`;
}

const fact = (term: string, text: Html | string): Html => html`<div><dt>${term}</dt><dd>${text}</dd></div>`;

/** Characters that have room behind the carets; more is told below. */
const besideCaret = 60;

/** The picture itself, or where it is. */
function screenshot({ path }: File, step: string, read: ReadFile): Html {
  const bytes = read(path);
  if (bytes === undefined || !isPng(bytes)) return named('Screenshot', path);
  return html`<figure class="shot"><img alt="The page when “${step}” failed" src="data:image/png;base64,${base64(bytes)}"><figcaption>${path}</figcaption></figure>`;
}

/** The whole outline of the page when it can be read, its beginning otherwise. */
function pageBlock(page: string | undefined, outline: File | undefined, read: ReadFile): Html | undefined {
  const whole = outline === undefined ? undefined : read(outline.path);
  const text = whole === undefined ? page : new TextDecoder().decode(whole);
  const rest = outline === undefined || whole !== undefined ? undefined : named('The whole page', outline.path);
  if (text === undefined) return rest;
  return html`<p class="label">What stood on the page</p>${block(text, 'outline of the page')}${rest}`;
}

function trace({ path }: File, read: ReadFile): Html {
  const bytes = read(path);
  const link =
    bytes === undefined
      ? undefined
      : html` <a download="${path.split('/').at(-1)}" href="data:application/zip;base64,${base64(bytes)}">Download it</a>`;
  return html`<p class="label">Trace of the browser${link}</p>${command(`npx playwright show-trace ${path}`)}`;
}

const named = (what: string, path: string): Html => html`<p class="label">${what}: <code>${path}</code></p>`;

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const isPng = (bytes: Uint8Array): boolean => pngSignature.every((byte, i) => bytes[i] === byte);
