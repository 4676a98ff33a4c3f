import type { Folder } from '../folder.ts';
import type { Guess } from './guess.ts';

type Port = Guess<number | '${port}'>;

/** Is PORT asked of the environment? In the ways of the languages that servers are written in. */
const readsPort =
  /process\.env\.PORT\b|process\.env\[['"]PORT['"]\]|(?:getenv|environ(?:\.get)?|Getenv|env::var|ENV\.fetch|Deno\.env\.get)\s*[([]\s*['"]PORT['"]|ENV\[['"]PORT['"]\]|\$\{?PORT\b/;

const listens: readonly RegExp[] = [
  /\.listen\(\s*\{[^}]*\bport:\s*(\d{2,5})/,
  /\.listen\(\s*(\d{2,5})\b/,
  /\b(?:port|PORT)\b[^\n=:]{0,30}[=:]\s*(?:[^\n;,]{0,80}?(?:\|\||\?\?)\s*)?['"]?(\d{2,5})\b/,
  /\(\s*['"][\w.]*['"]\s*,\s*(\d{4,5})\s*\)/,
  /ListenAndServe\(\s*"[^":]*:(\d{2,5})"/,
  /bind\(\s*(?:\(\s*)?"[\d.]+:(\d{2,5})"/,
];

/** The port that a command line names: `--port 4000`, `port=4000`, `-p 4000`, `PORT=4000 node x`, `127.0.0.1:8000`. */
export function portInCommand(command: string, from: string): Port | undefined {
  if (/\$\{?PORT\b/.test(command)) return { value: '${port}', from: `${from}: $PORT` };
  const [whole, number] =
    /(?:(?:^|[\s-])port[= :]|(?:^|\s)-p[= ]?|\bPORT=|--(?:listen|bind|addr)[= ]\S*:|[\d.]{7,15}:)(\d{2,5})\b/.exec(
      command,
    ) ?? [];
  const value = Number(number);
  return whole === undefined || !isPort(value) ? undefined : { value, from: `${from}: ${whole.trim()}` };
}

/** The port that code listens on: drawn when it asks for PORT, else the number that stands there. */
export function portInCode(folder: Folder, entry: string | undefined): Port | undefined {
  const files = [...folder.texts.keys()].filter(
    (path) => /\.\w{1,4}$|^bin\//.test(path) && !/\.(json|ya?ml|html|toml|txt)$|(^|\/)Dockerfile$/.test(path),
  );
  const ordered =
    entry === undefined
      ? files
      : [...files.filter((path) => path === entry), ...files.filter((path) => path !== entry)];
  for (const path of ordered) {
    const text = folder.texts.get(path) ?? '';
    if (readsPort.test(text)) return { value: '${port}', from: `${path}, which reads PORT` };
  }
  for (const path of ordered) {
    const text = folder.texts.get(path) ?? '';
    for (const pattern of listens) {
      const value = Number(pattern.exec(text)?.[1]);
      if (isPort(value)) return { value, from: `${path}: ${value}` };
    }
  }
  return undefined;
}

const isPort = (value: number): boolean => value >= 20 && value <= 65_535;
