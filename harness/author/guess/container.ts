import type { Folder } from '../folder.ts';
import { textOf, type Guesses } from './guess.ts';
import { portInCode, portInCommand } from './port.ts';

/** What a Procfile says of the web process. */
export function guessProcfile(folder: Folder): Guesses | undefined {
  const command = /^web:\s*(.+)$/m.exec(textOf(folder, 'Procfile'))?.[1]?.trim();
  if (command === undefined) return undefined;
  const port = portInCommand(command, 'Procfile') ?? portInCode(folder, /(\S+\.\w+)\b/.exec(command)?.[1]);
  return {
    start: { value: command, from: 'Procfile, web' },
    port: port ?? { value: '${port}', from: 'Procfile: such programs read PORT' },
  };
}

/** What the last stage of a Dockerfile starts, exposes and sets. The image itself is not used. */
export function guessDockerfile(folder: Folder): Guesses | undefined {
  const text = textOf(folder, 'Dockerfile').replaceAll(/\\\r?\n/g, ' ');
  const stage = text.slice(Math.max(0, ...[...text.matchAll(/^FROM\b/gim)].map(({ index }) => index)));
  const entry = commandOf(last(stage, 'ENTRYPOINT'));
  const command = [entry, commandOf(last(stage, 'CMD'))].filter((part) => part !== undefined).join(' ');
  if (command === '') return undefined;
  const exposed = Number(/^EXPOSE\s+(\d{2,5})/im.exec(stage)?.[1]);
  const set = Number(/^ENV\s+(?:.*\s)?PORT[= ]"?(\d{2,5})/im.exec(stage)?.[1]);
  const port = set > 0 ? set : exposed;
  return {
    start: {
      value: command,
      from: 'Dockerfile',
      doubt: 'the image is not used: what it installs has to be on this machine',
    },
    ...(port > 0 ? { port: { value: port, from: set > 0 ? 'Dockerfile, ENV PORT' : 'Dockerfile, EXPOSE' } } : {}),
  };
}

const last = (text: string, word: string): string | undefined =>
  [...text.matchAll(new RegExp(`^${word}\\s+(.+)$`, 'gim'))].at(-1)?.[1]?.trim();

/** `["node", "server.js"]` as a shell's command line. */
function commandOf(written: string | undefined): string | undefined {
  if (written === undefined || !written.startsWith('[')) return written;
  try {
    const words: unknown = JSON.parse(written);
    if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) return undefined;
    return words.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
  } catch {
    return undefined;
  }
}
