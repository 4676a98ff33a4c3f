import { randomBytes } from 'node:crypto';
import type { Part } from '../../harness/model/adapter.ts';

/** A form with files as bytes to send, and the content type that names its boundary. */
export interface Form {
  readonly type: string;
  readonly body: Buffer;
}

/** A part whose content is here. File names are sent as they are given, `../` and all, with quotes as browsers do. */
export type LoadedPart = { readonly part: Part; readonly content: Uint8Array };

/** As browsers write `multipart/form-data`. Written out here because a library would clean up the file names. */
export function multipart(parts: readonly LoadedPart[]): Form {
  const boundary = `----WebKitFormBoundary${randomBytes(12).toString('base64url').replaceAll(/[-_]/g, 'x')}`;
  const chunks = parts.flatMap(({ part, content }) => [
    Buffer.from(`--${boundary}\r\n${headersOf(part)}\r\n\r\n`),
    content,
    Buffer.from('\r\n'),
  ]);
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

function headersOf(part: Part): string {
  const disposition = `Content-Disposition: form-data; name="${parameter(part.name)}"`;
  if (part.is === 'field') return disposition;
  const type = part.type ?? 'application/octet-stream';
  return `${disposition}; filename="${parameter(part.filename)}"\r\nContent-Type: ${type.replaceAll(/[\r\n]/g, ' ')}`;
}

const parameter = (text: string): string => text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
