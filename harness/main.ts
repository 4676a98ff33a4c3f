import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { RunFlags } from './commands/run.ts';
import { exitCodes } from './model/gate.ts';

// argv -> command -> exit code. Each command's own code is loaded only when it is called.

/** Options that may be given more than once. */
type Repeated = 'ref' | 'only' | 'tag';

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
  holdout check ../my-vault                                 find every problem in a vault; runs nothing
  holdout run . --ref main --vault ../my-vault              judge a commit
  holdout run . --ref a --ref b --vault ../my-vault         judge two and compare them
  holdout run . --vault ../my-vault                         judge the folder as it stands (never gates)
  holdout history                                           what was judged
  holdout show latest                                       one run again

Exit codes: 0 allow, 1 deny, 2 usage or a vault with problems, 3 hold (no verdict could be reached)`,
  );

const store = new Option('--store <dir>', 'where history is kept (default: $XDG_STATE_HOME/holdout)');
const audience = new Option('--audience <who>', 'who reads the output').choices(['owner', 'worker']).default('owner');
const json = new Option('--json', 'print one JSON document instead');

program
  .command('run')
  .description('judge a candidate: build it, run every scenario against it, decide')
  .argument('<repo>', 'a git repository: a path, or an https, ssh or file URL')
  .requiredOption('--vault <dir>', 'the folder with vault.yaml and the scenarios, outside the repository')
  .option('--ref <ref>', 'branch, tag or commit to judge; may be repeated (default: the folder as it stands)', collect)
  .option('--lanes <n>', 'how many trials run at once (default: one per core)', positive)
  .option('--runs <n>', 'run each scenario this often, with other data each time; all must pass', positive, 1)
  .option('--only <scenario>', 'run only this scenario; may be repeated (never gates)', collect)
  .option('--tag <tag>', 'run only scenarios with this tag; may be repeated (never gates)', collect)
  .option('--seed <seed>', 'draw the data of an earlier run again (never gates)')
  .addOption(
    new Option('--cell <kind>', 'how candidates are confined; unconfined is for developing scenarios and never gates')
      .choices(['bubblewrap', 'unconfined'])
      .default('bubblewrap'),
  )
  .addOption(audience)
  .addOption(json)
  .addOption(store)
  .addHelpText(
    'after',
    `
Examples:
  holdout run ~/src/shop --ref feature/login --vault ~/vaults/shop
  holdout run https://example.org/shop.git --ref main --vault ~/vaults/shop --json > verdict.json
  holdout run . --vault ../vault --only auth/login --cell unconfined`,
  )
  .action(async (repo: string, options: Omit<RunFlags, Repeated> & Partial<Pick<RunFlags, Repeated>>) => {
    const { run } = await import('./commands/run.ts');
    process.exitCode = await run(repo, { ref: [], only: [], tag: [], ...options });
  });

program
  .command('check')
  .description('find every problem in a vault; runs nothing')
  .argument('<vault>', 'the folder with vault.yaml and the scenarios')
  .addOption(json)
  .addHelpText('after', '\nExample:\n  holdout check ../my-vault')
  .action(async (vault: string, options: { json?: boolean }) => {
    const { check } = await import('./commands/check.ts');
    process.exitCode = check(vault, options);
  });

program
  .command('history')
  .description('list what was judged, newest first')
  .option('-n, --limit <n>', 'how many', positive, 20)
  .option('--ref <ref>', 'only runs of this ref')
  .addOption(json)
  .addOption(store)
  .addHelpText('after', '\nExamples:\n  holdout history -n 5\n  holdout history --ref main --json')
  .action(async (options: { limit: number; ref?: string; json?: boolean; store?: string }) => {
    const { history } = await import('./commands/history.ts');
    process.exitCode = await history(options);
  });

program
  .command('show')
  .description('print a run again')
  .argument('<run>', 'a run id, its beginning, or "latest"')
  .addOption(audience)
  .addOption(json)
  .addOption(store)
  .addHelpText('after', '\nExamples:\n  holdout show latest\n  holdout show latest --json | jq .reports[0].tally')
  .action(async (ref: string, options: { audience: 'owner' | 'worker'; json?: boolean; store?: string }) => {
    const { show } = await import('./commands/show.ts');
    process.exitCode = await show(ref, options);
  });

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

function positive(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return Number(value);
}

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
