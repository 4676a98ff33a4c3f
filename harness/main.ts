import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { NewFlags } from './commands/new-drafts.ts';
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
  holdout init                                   make a vault for this repository, beside it
  holdout run                                    judge the folder as it stands with it (never gates)
  holdout run --watch                            and again whatever is saved
  holdout run . --ref main --vault ../my-vault   judge a commit: exit code 0, 1 or 3
  holdout run . --ref a --ref b                  judge two and compare them
  holdout new "Log-out ends a session"           add a scenario; also from curl, HAR, OpenAPI
  holdout check ../my-vault                      find every problem in a vault; runs nothing
  holdout show latest                            one run again

Exit codes: 0 allow, 1 deny, 2 usage or a vault with problems, 3 hold (no verdict could be reached)`,
  );

const store = new Option('--store <dir>', 'where history is kept (default: $XDG_STATE_HOME/holdout)');
const audience = new Option('--audience <who>', 'who reads the output').choices(['owner', 'worker']).default('owner');
const json = new Option('--json', 'print one JSON document instead');

program
  .command('init')
  .description('make a vault for a repository, outside of it; runs nothing of the repository')
  .argument('[repo]', 'the folder of a git repository', '.')
  .option('--vault <dir>', 'where to make it (default: beside the repository, with -vault behind its name)')
  .addOption(json)
  .addHelpText('after', '\nExamples:\n  holdout init\n  holdout init ~/src/shop --vault ~/vaults/shop')
  .action(async (repo: string, options: { vault?: string; json?: boolean }) => {
    const { init } = await import('./commands/init.ts');
    process.exitCode = await init(repo, options);
  });

program
  .command('new')
  .description('write a scenario: from a template, a curl command, a recording or an OpenAPI document')
  .argument('[name]', 'what it promises, in a sentence; the file is named after it')
  .option('--vault <dir>', 'the vault it goes to (default: $HOLDOUT_VAULT, else this folder or <folder>-vault)')
  .addOption(new Option('--template <kind>', 'what to start from').choices(['http', 'browser', 'cli', 'db']))
  .option('--curl <command>', 'curl commands as a browser copies them; - reads them from standard input')
  .option('--har <file>', 'a recording of any browser; - reads it from standard input')
  .option('--openapi <file>', 'an OpenAPI document: one scenario for each operation')
  .option('--path <path>', 'only the operations of this path: /users/{id}')
  .option('--method <method>', 'only the operations of this method')
  .option('--force', 'overwrite files that are there already')
  .addOption(json)
  .addHelpText(
    'after',
    `
Examples:
  holdout new "A deleted todo is gone" --vault ../my-vault
  holdout new "A todo can be added" --curl "curl -X POST localhost:3000/todos --json '{\\"title\\": \\"Tea\\"}'"
  wl-paste | holdout new "Orders are listed" --curl -
  holdout new "From sign-up to the first order" --har session.har
  holdout new --openapi openapi.yaml --path /users --method post`,
  )
  .action(async (name: string | undefined, options: NewFlags) => {
    const { newScenario } = await import('./commands/new.ts');
    process.exitCode = await newScenario(name, options);
  });

program
  .command('check')
  .description('find every problem in a vault; runs nothing')
  .argument('[vault]', 'its folder, or one file in it (default: $HOLDOUT_VAULT, else the vault you are in)')
  .option('--fix', 'make the changes that are certain, such as a letter swapped in a key')
  .option('--explain [rule]', 'tell what a rule is for, with an example; without a rule, list them all')
  .addOption(json)
  .addHelpText(
    'after',
    `
Examples:
  holdout check ../my-vault
  holdout check ../my-vault --fix
  holdout check ../my-vault/auth/login.yaml      only what is wrong with this file
  holdout check --explain vacuous`,
  )
  .action(async (vault: string | undefined, options: CheckOptions) => {
    if (options.explain !== undefined) {
      const { explainRules } = await import('./commands/explain-rule.ts');
      process.exitCode = explainRules(options.explain === true ? undefined : options.explain, options);
      return;
    }
    const { check } = await import('./commands/check.ts');
    process.exitCode = check(vault, options);
  });

program
  .command('explain')
  .description('tell in plain words what a scenario will send and check; runs nothing')
  .argument('<scenario>', 'an id, such as auth/login, or the path of its file')
  .option('--vault <dir>', 'the folder with vault.yaml (default: the nearest one upwards that has it)')
  .addOption(json)
  .addHelpText(
    'after',
    `
Examples:
  holdout explain auth/login --vault ../my-vault
  holdout explain ../my-vault/auth/login.yaml`,
  )
  .action(async (scenario: string, options: { vault?: string; json?: boolean }) => {
    const { explain } = await import('./commands/explain.ts');
    process.exitCode = explain(scenario, options);
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

program
  .command('run')
  .description('judge a candidate: build it, run every scenario against it, decide')
  .argument('[repo]', 'a git repository: a path, or an https, ssh or file URL', '.')
  .option('--vault <dir>', 'the vault (default: $HOLDOUT_VAULT, else <repo>-vault beside the repository)')
  .option('--ref <ref>', 'branch, tag or commit to judge; may be repeated (default: the folder as it stands)', collect)
  .option('--lanes <n>', 'how many trials run at once (default: one per core)', positive)
  .option('--runs <n>', 'run each scenario this often, with other data each time; all must pass', positive, 1)
  .option('--only <scenario>', 'run only this scenario; may be repeated (never gates)', collect)
  .option('--tag <tag>', 'run only scenarios with this tag; may be repeated (never gates)', collect)
  .option('--seed <seed>', 'draw the data of an earlier run again (never gates)')
  .option('--headed', 'show the browsers of browser steps in windows (never gates)')
  .option('--watch', 'judge again what changed, whenever a file of the vault or the folder is saved (never gates)')
  .option('--keep', 'leave the Cell open after the one scenario, and take commands to look around in it (never gates)')
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
  holdout run . --vault ../vault --only auth/login --keep
  holdout run . --vault ../vault --watch`,
  )
  .action(async (repo: string, options: Omit<RunFlags, Repeated> & Partial<Pick<RunFlags, Repeated>>) => {
    const flags: RunFlags = { ref: [], only: [], tag: [], ...options };
    const judging =
      options.watch === true ? (await import('./commands/watch.ts')).watch : (await import('./commands/run.ts')).run;
    process.exitCode = await judging(repo, flags);
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

interface CheckOptions {
  readonly json?: boolean;
  readonly fix?: boolean;
  readonly explain?: string | true;
}

program
  .command('schema')
  .description('print a JSON Schema, for editors to complete from')
  .addArgument(new Argument('<what>', 'what it describes').choices(['scenario', 'vault', 'flow', 'report']))
  .addHelpText('after', '\nExample:\n  holdout schema scenario > ../my-vault/scenario.schema.json')
  .action(async (what: 'scenario' | 'vault' | 'flow' | 'report') => {
    const { schema } = await import('./commands/schema.ts');
    process.exitCode = schema(what);
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
