import { Command, CommanderError } from 'commander';
import { addJudgingCommands } from './cli/judging.ts';
import { addMachineCommands } from './cli/machine.ts';
import { addRunCommands } from './cli/runs.ts';
import { addVaultCommands } from './cli/vaults.ts';
import { exitCodes } from './model/gate.ts';

// argv -> command -> exit code. Commands are described in cli/; each one's own code is loaded only when it is called.

const program = new Command('holdout')
  .description(
    'The judge for coding agents: runs hidden end-to-end scenarios against a candidate build and says "14 of 17".',
  )
  .version('0.1.0', '-V, --version')
  .showSuggestionAfterError()
  .showHelpAfterError('(--help shows how it is used)')
  .exitOverride()
  .addHelpText(
    'after',
    `
Examples:
  holdout init                                   make a vault for this repository, beside it
  holdout run                                    judge the folder as it stands with it (never gates)
  holdout run --watch                            and again whatever is saved
  holdout run . --ref main --vault ../my-vault   judge a commit: exit code 0, 1 or 3
  holdout run . --ref a --ref b                  judge two and compare them
  holdout new "Log-out ends a session"           add a scenario; also from curl, HAR, OpenAPI
  holdout check ../my-vault                      find every problem in a vault; runs nothing
  holdout compare main feature/login             what broke and what was fixed
  holdout history --ref main                     how the pass rate went
  holdout show latest                            one run again
  holdout doctor                                 what this machine can confine

Exit codes: 0 allow, 1 deny, 2 usage or a vault with problems, 3 hold (no verdict could be reached)`,
  );

addVaultCommands(program);
addJudgingCommands(program);
addRunCommands(program);
addMachineCommands(program);

// A reader that stops early (`| head`) is no failure of ours, and no reason to end with another code than the verdict's.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
// Node would end with 1, which means "deny". What nobody caught is no verdict.
process.on('uncaughtException', (error) => {
  process.exitCode = exitCodes.hold;
  void giveUp(error).finally(() => process.exit());
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
  } else {
    await giveUp(error);
  }
}

/** Expected trouble is returned; what arrives here is the machine's or a bug of ours, and no verdict. */
async function giveUp(error: unknown): Promise<void> {
  process.exitCode = exitCodes.hold;
  const { lastWords } = await import('./commands/last-words.ts');
  process.stderr.write(`${lastWords(error, process.argv)}\n`);
}
