import { type Command, Option } from 'commander';
import type { PreReceiveFlags } from '../commands/pre-receive.ts';
import type { RunFlags } from '../commands/run.ts';
import { audience, collect, identity, json, passphraseFile, positive, report, store, wholeNumber } from './options.ts';

/** Options that may be given more than once. */
type Repeated = 'ref' | 'only' | 'tag' | 'report';

/** For judging candidates: `run`, `resume`, `pre-receive`. */
export function addJudgingCommands(program: Command): void {
  program
    .command('run')
    .description('judge a candidate: build it, run every scenario against it, decide')
    .argument('[repo]', 'a git repository: a path, or an https, ssh or file URL', '.')
    .option('--vault <dir>', 'the vault (default: $HOLDOUT_VAULT, else <repo>-vault beside the repository)')
    .option(
      '--ref <ref>',
      'branch, tag or commit to judge; may be repeated (default: the folder as it stands)',
      collect,
    )
    .option('--onto <ref>', 'judge what merging the ref into this one would give')
    .option('--lanes <n>', 'how many trials run at once (default: one per core)', positive)
    .option('--runs <n>', 'run each scenario this often, with other data each time; all must pass', positive, 1)
    .option('--again', 'judge a tree anew that was judged before; recorded with the run')
    .option(
      '--confirm <n>',
      'how often a failed trial is done over, to tell what the fail is (default: 1)',
      wholeNumber,
    )
    .option(
      '--reference',
      'the candidate is known to be good: what fails is evidence about the scenarios (never gates)',
    )
    .option('--only <scenario>', 'run only this scenario; may be repeated (never gates)', collect)
    .option('--tag <tag>', 'run only scenarios with this tag; may be repeated (never gates)', collect)
    .option('--seed <seed>', 'draw the data of an earlier run again (never gates)')
    .option('--headed', 'show the browsers of browser steps in windows (never gates)')
    .option('--watch', 'judge again what changed, whenever a file of the vault or the folder is saved (never gates)')
    .option(
      '--keep',
      'leave the Cell open after the one scenario, and take commands to look around in it (never gates)',
    )
    .addOption(
      new Option('--cell <kind>', 'how candidates are confined; unconfined is for developing scenarios and never gates')
        .choices(['bubblewrap', 'unconfined'])
        .default('bubblewrap'),
    )
    .addOption(identity)
    .addOption(passphraseFile)
    .addOption(audience)
    .addOption(report)
    .addOption(json)
    .addOption(store)
    .addHelpText(
      'after',
      `
Examples:
  holdout run ~/src/shop --ref feature/login --vault ~/vaults/shop
  holdout run https://example.org/shop.git --ref main --vault ~/vaults/shop --json > verdict.json
  holdout run . --ref feature/login --onto main --report html=report.html --report junit=junit.xml
  holdout run . --ref v1.4 --reference --runs 59   how often do scenarios fail a good build?
  holdout run . --vault ../vault --only auth/login --keep
  holdout run . --vault ../vault --watch`,
    )
    .action(async (repo: string, options: Omit<RunFlags, Repeated> & Partial<Pick<RunFlags, Repeated>>) => {
      const flags: RunFlags = { ref: [], only: [], tag: [], ...options };
      const judging =
        options.watch === true
          ? (await import('../commands/watch.ts')).watch
          : (await import('../commands/run.ts')).run;
      process.exitCode = await judging(repo, flags);
    });

  program
    .command('resume')
    .description('go on with a run whose judge was ended; running the same again does so, too')
    .argument('<run>', 'a run id, its beginning, or "latest"')
    .option('--lanes <n>', 'how many trials run at once (default: one per core)', positive)
    .addOption(identity)
    .addOption(passphraseFile)
    .addOption(audience)
    .addOption(report)
    .addOption(json)
    .addOption(store)
    .addHelpText('after', '\nExamples:\n  holdout resume latest\n  holdout resume rmx0hpj8fch9 --lanes 4')
    .action(async (ref: string, options: Parameters<typeof import('../commands/resume.ts').resume>[1]) => {
      const { resume } = await import('../commands/resume.ts');
      process.exitCode = await resume(ref, options);
    });

  program
    .command('pre-receive')
    .description(
      'what a git server’s hook of that name runs: refuses a push to a guarded branch unless the gate allows it',
    )
    .requiredOption('--vault <dir>', 'the vault, outside of the repository; a push has no say in it')
    .option('--branch <name>', 'a branch to guard; may be repeated (default: the repository’s main branch)', collect)
    .option('--lanes <n>', 'how many trials run at once (default: one per core)', positive)
    .addOption(identity)
    .addOption(passphraseFile)
    .addOption(store)
    .addHelpText(
      'after',
      `
Examples:
  exec holdout pre-receive --vault /srv/vaults/shop --branch main      the last line of hooks/pre-receive
  exec holdout pre-receive --vault /srv/vaults/shop --branch main --branch stable --store /srv/holdout

Git shows whoever pushes what a worker may read. Exit codes: 0 takes the push, anything else refuses it`,
    )
    .action(async (options: Omit<PreReceiveFlags, 'branch'> & Partial<Pick<PreReceiveFlags, 'branch'>>) => {
      const { preReceive } = await import('../commands/pre-receive.ts');
      process.exitCode = await preReceive({ branch: [], ...options });
    });
}
