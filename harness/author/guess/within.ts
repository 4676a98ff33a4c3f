import type { Guess, Guesses } from './guess.ts';

/** The same for an application in a folder of the repository: its commands are run there. */
export function within(guesses: Guesses, folder: string): Guesses {
  if (folder === '') return guesses;
  const quoted = /^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`;
  const there = (command: string): string => `cd ${quoted} && ${command}`;
  return {
    ...guesses,
    ...each('install', guesses.install, (commands) => commands.map(there)),
    ...each('build', guesses.build, (commands) => commands.map(there)),
    ...each('start', guesses.start, there),
    ...each('bin', guesses.bin, (programs) =>
      Object.fromEntries(Object.entries(programs).map(([name, command]) => [name, inFolder(command, folder)])),
    ),
  };
}

/** `node cli.js` becomes `node packages/notes/cli.js`. */
const inFolder = (command: string, folder: string): string =>
  command.startsWith('./') ? `./${folder}/${command.slice(2)}` : command.replace(/^node (?:\.\/)?/, `node ${folder}/`);

const each = <T, U>(key: string, guess: Guess<T> | undefined, change: (value: T) => U) =>
  guess === undefined ? {} : { [key]: { ...guess, value: change(guess.value) } };
