import type { Command } from 'commander';
import { audience, identity, json, passphraseFile, positive, report, store } from './options.ts';

/** For looking at what was judged: `history`, `scenarios`, `show`, `compare`, `gate`, `policy`, `regrade`, `prune`. */
export function addRunCommands(program: Command): void {
  program
    .command('history')
    .description('list what was judged, newest first, or what came of one scenario')
    .option('-n, --limit <n>', 'how many', positive, 20)
    .option('--ref <ref>', 'only runs of this ref')
    .option('--vault <name>', 'only runs by the vault of this name')
    .option('--since <when>', 'only runs begun then or later: 2026-03-01, or so long ago: 30d')
    .option('--before <when>', 'only runs begun before')
    .option('--reference', 'only runs of reference builds')
    .option('--scenario <scenario>', 'what came of this scenario, run by run')
    .addOption(report)
    .addOption(json)
    .addOption(store)
    .addHelpText(
      'after',
      `
Examples:
  holdout history -n 5
  holdout history --ref main --since 30d
  holdout history --scenario sessions/log-out
  holdout history -n 2000 --report html=history.html`,
    )
    .action(async (options: Parameters<typeof import('../commands/history.ts').history>[0]) => {
      const { history } = await import('../commands/history.ts');
      process.exitCode = await history(options);
    });

  program
    .command('scenarios')
    .description('what each scenario of a vault was good for so far, those first that should be looked at')
    .argument('[vault]', 'its folder, or a sealed file (default: $HOLDOUT_VAULT, else this folder or <folder>-vault)')
    .option('-n, --limit <n>', 'how many runs are counted, the newest', positive, 500)
    .option('--since <when>', 'only runs begun then or later: 2026-03-01, or so long ago: 30d')
    .addOption(identity)
    .addOption(passphraseFile)
    .addOption(json)
    .addOption(store)
    .addHelpText(
      'after',
      `
Examples:
  holdout scenarios
  holdout scenarios ../my-vault --since 90d
  holdout scenarios ../my-vault --json | jq '.scenarios[] | select(.alwaysPass) | .scenario'`,
    )
    .action(
      async (
        vault: string | undefined,
        options: Parameters<typeof import('../commands/scenarios.ts').scenarios>[1],
      ) => {
        const { scenarios } = await import('../commands/scenarios.ts');
        process.exitCode = await scenarios(vault, options);
      },
    );

  program
    .command('show')
    .description('print a run again')
    .argument('<run>', 'a run id, its beginning, or "latest"')
    .addOption(audience)
    .addOption(report)
    .addOption(json)
    .addOption(store)
    .addHelpText(
      'after',
      `
Examples:
  holdout show latest
  holdout show latest --report html=report.html
  holdout show latest --json | jq .reports[0].tally`,
    )
    .action(async (ref: string, options: Parameters<typeof import('../commands/show.ts').show>[1]) => {
      const { show } = await import('../commands/show.ts');
      process.exitCode = await show(ref, options);
    });

  program
    .command('compare')
    .description('two runs side by side: what broke, what was fixed, what could be chance; or more of them as a table')
    .argument('<runs...>', 'two or more: run ids, their beginnings, "latest", or refs')
    .option('--repo <repo>', 'where refs are looked up', '.')
    .addOption(report)
    .addOption(json)
    .addOption(store)
    .addHelpText(
      'after',
      `
Examples:
  holdout compare main feature/login
  holdout compare rmx0hpj latest --report markdown=comment.md
  holdout compare attempt-1 attempt-2 attempt-3`,
    )
    .action(
      async (runs: readonly string[], options: Parameters<typeof import('../commands/compare.ts').compareRuns>[1]) => {
        const { compareRuns } = await import('../commands/compare.ts');
        process.exitCode = await compareRuns(runs, options);
      },
    );

  program
    .command('gate')
    .description('decide again on a run, judging nothing: by the policy of then, or by a vault as it is now')
    .argument('<run>', 'a run id, its beginning, or "latest"')
    .option('--vault <dir>', 'whose gate decides (default: the policy that the run was judged under)')
    .addOption(identity)
    .addOption(passphraseFile)
    .addOption(audience)
    .addOption(report)
    .addOption(json)
    .addOption(store)
    .addHelpText('after', '\nExamples:\n  holdout gate latest\n  holdout gate rmx0hpj --vault ../my-vault')
    .action(async (ref: string, options: Parameters<typeof import('../commands/gate.ts').gate>[1]) => {
      const { gate } = await import('../commands/gate.ts');
      process.exitCode = await gate(ref, options);
    });

  program
    .command('policy')
    .description('work with the gate of a vault')
    .command('try')
    .description('show which past decisions a changed gate would turn; changes nothing')
    .argument('<vault>', 'its folder, or its vault.yaml')
    .option('-n, --limit <n>', 'how many past runs', positive, 200)
    .option('--ref <ref>', 'only runs of this ref')
    .addOption(identity)
    .addOption(passphraseFile)
    .addOption(json)
    .addOption(store)
    .addHelpText(
      'after',
      '\nExamples:\n  holdout policy try ../my-vault/vault.yaml\n  holdout policy try ../my-vault --ref main -n 1000',
    )
    .action(async (vault: string, options: Parameters<typeof import('../commands/policy-try.ts').tryPolicy>[1]) => {
      const { tryPolicy } = await import('../commands/policy-try.ts');
      process.exitCode = await tryPolicy(vault, options);
    });

  program
    .command('regrade')
    .description('hold a run against scenarios that expect something else now, without the candidate')
    .argument('<run>', 'a run id, its beginning, or "latest"')
    .option('--vault <dir>', 'the vault as it is now (default: $HOLDOUT_VAULT, else this folder or <folder>-vault)')
    .option('--apply', 'store what it comes to as a run of its own')
    .addOption(identity)
    .addOption(passphraseFile)
    .addOption(json)
    .addOption(store)
    .addHelpText(
      'after',
      `
Examples:
  holdout regrade latest --vault ../my-vault
  holdout regrade rmx0hpj --vault ../my-vault --apply`,
    )
    .action(async (ref: string, options: Parameters<typeof import('../commands/regrade.ts').regrade>[1]) => {
      const { regrade } = await import('../commands/regrade.ts');
      process.exitCode = await regrade(ref, options);
    });

  program
    .command('prune')
    .description('remove old runs with their evidence; the newest of each ref stays')
    .option('--older-than <age>', 'runs that were begun so long ago: 90d, 12w')
    .option('--max-size <size>', 'the oldest, until the history takes no more than this: 2GiB')
    .option('--dry-run', 'only say what would go')
    .addOption(json)
    .addOption(store)
    .addHelpText('after', '\nExamples:\n  holdout prune --older-than 90d --dry-run\n  holdout prune --max-size 2GiB')
    .action(async (options: Parameters<typeof import('../commands/prune.ts').prune>[0]) => {
      const { prune } = await import('../commands/prune.ts');
      process.exitCode = await prune(options);
    });
}
