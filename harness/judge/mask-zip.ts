import { unzipSync, zipSync } from 'fflate';

/** Bytes of one file of an archive, and of all together, once unpacked; what is larger is left out. */
const maxEntry = 16 * 1024 * 1024;
const maxTotal = 64 * 1024 * 1024;

/** The archive again, with `mask` applied to every file in it that is text. What is in it may be the candidate's. */
export function maskZip(bytes: Uint8Array, mask: (text: string) => string): Uint8Array {
  let total = 0;
  const files = unzipSync(bytes, {
    filter({ originalSize }) {
      if (originalSize > maxEntry || total + originalSize > maxTotal) return false;
      total += originalSize;
      return true;
    },
  });
  const masked = Object.entries(files).map(([name, content]) => [mask(name), maskText(content, mask)] as const);
  return zipSync(Object.fromEntries(masked), { level: 1 });
}

/** A text with `mask` applied; what is no text stays as it is. */
export function maskText(content: Uint8Array, mask: (text: string) => string): Uint8Array {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return content;
  }
  return new TextEncoder().encode(mask(text));
}
