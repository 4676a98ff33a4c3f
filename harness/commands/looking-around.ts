import { createInterface } from 'node:readline/promises';
import type { Lanes } from '../judge/lanes.ts';
import type { LaneAnswer } from '../judge/task.ts';
import type { Recipe } from '../model/vault.ts';
import { printable } from './say.ts';

/** Milliseconds beyond what a command in the Cell may take. */
const DEADLINE_MS = 90_000;

const greeting = `The Cell is still open, with the app running in it as the trial left it. Each line you type is a command that is run
there, where the scenario's own commands were run: \`ls\`, \`ps aux\`, \`curl -s http://127.0.0.1:3000/\`. \`exit\` or Ctrl-D ends it.
`;

/** Runs what the owner types in the Cell that a Trial left open, until they have seen enough. */
export async function lookAround(lanes: Lanes, port: Recipe['port'], signal: AbortSignal): Promise<void> {
  const { stdin, stdout, stderr } = process;
  const text = typeof port === 'number' ? greeting.replace('3000', String(port)) : greeting;
  stderr.write(`\n${text}`);
  const lines = createInterface({ input: stdin, output: stderr, terminal: stdin.isTTY, prompt: 'cell> ' });
  const over = Promise.withResolvers<'over'>();
  const end = (): void => {
    lines.close();
    // A command that is still running ends with its lane, which whoever called ends.
    over.resolve('over');
  };
  signal.addEventListener('abort', end);
  // Ctrl-C at the prompt is the owner's way out, too.
  lines.on('SIGINT', end);
  let closed = false;
  lines.once('close', () => {
    closed = true;
  });
  lines.prompt();
  for await (const line of lines) {
    const command = line.trim();
    if (command === 'exit') break;
    if (command !== '') {
      const answer = await Promise.race([lanes.run({ is: 'look', command }, DEADLINE_MS), over.promise]);
      if (typeof answer === 'string' || answer.is !== 'looked') break;
      show(answer, stdout, stderr);
      if (answer.exit.lost === 'cell') break;
    }
    // Its input may have ended while a command ran.
    if (!closed) lines.prompt();
  }
  signal.removeEventListener('abort', end);
  lines.close();
}

/** What the command printed is the candidate's side's: it is shown, not obeyed. */
function show(
  { exit }: Extract<LaneAnswer, { is: 'looked' }>,
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
): void {
  stdout.write(readable(exit.stdout));
  stderr.write(readable(exit.stderr));
  if (exit.lost === 'cell') stderr.write('the Cell has ended\n');
  else if (exit.timedOut) stderr.write('ended after a minute\n');
  else if (exit.code !== 0)
    stderr.write(`(${exit.code === null ? `signal ${exit.signal}` : `exit code ${exit.code}`})\n`);
}

/** Line by line, each ended. */
const readable = (text: string): string =>
  text === '' ? '' : `${text.replace(/\n$/, '').split('\n').map(printable).join('\n')}\n`;
