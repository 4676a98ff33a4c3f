import { Argument, type Command, Option } from 'commander';
import type { KeyFlags } from '../commands/open-vault.ts';
import type { NewFlags } from '../commands/new-drafts.ts';
import type { QualifyFlags } from '../commands/qualify.ts';
import { anyNumber, collect, identity, json, passphraseFile, positive, store } from './options.ts';

interface CheckOptions extends KeyFlags {
  readonly json?: boolean;
  readonly fix?: boolean;
  readonly explain?: string | true;
}

/** For those who keep a vault: `init`, `new`, `check`, `explain`, `qualify`, `seal`, `unseal`, `scan`, `schema`. */
export function addVaultCommands(program: Command): void {
  program
    .command('init')
    .description('make a vault for a repository, outside of it; runs nothing of the repository')
    .argument('[repo]', 'the folder of a git repository', '.')
    .option('--vault <dir>', 'where to make it (default: beside the repository, with -vault behind its name)')
    .addOption(json)
    .addHelpText('after', '\nExamples:\n  holdout init\n  holdout init ~/src/shop --vault ~/vaults/shop')
    .action(async (repo: string, options: { vault?: string; json?: boolean }) => {
      const { init } = await import('../commands/init.ts');
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
      const { newScenario } = await import('../commands/new.ts');
      process.exitCode = await newScenario(name, options);
    });

  program
    .command('check')
    .description('find every problem in a vault; runs nothing')
    .argument('[vault]', 'its folder, or one file in it (default: $HOLDOUT_VAULT, else the vault you are in)')
    .option('--fix', 'make the changes that are certain, such as a letter swapped in a key')
    .option('--explain [rule]', 'tell what a rule is for, with an example; without a rule, list them all')
    .addOption(identity)
    .addOption(passphraseFile)
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
        const { explainRules } = await import('../commands/explain-rule.ts');
        process.exitCode = explainRules(options.explain === true ? undefined : options.explain, options);
        return;
      }
      const { check } = await import('../commands/check.ts');
      process.exitCode = await check(vault, options);
    });

  program
    .command('explain')
    .description('tell in plain words what a scenario will send and check; runs nothing')
    .argument('<scenario>', 'an id, such as auth/login, or the path of its file')
    .option('--vault <dir>', 'the folder with vault.yaml (default: the nearest one upwards that has it)')
    .addOption(identity)
    .addOption(passphraseFile)
    .addOption(json)
    .addHelpText(
      'after',
      `
Examples:
  holdout explain auth/login --vault ../my-vault
  holdout explain ../my-vault/auth/login.yaml`,
    )
    .action(async (scenario: string, options: Parameters<typeof import('../commands/explain.ts').explain>[1]) => {
      const { explain } = await import('../commands/explain.ts');
      process.exitCode = await explain(scenario, options);
    });

  program
    .command('qualify')
    .description('hold every scenario against builds known to be good and bad: can it tell them apart?')
    .argument('[repo]', 'the repository of the controls: a path, or an https, ssh or file URL', '.')
    .option('--vault <dir>', 'the vault (default: $HOLDOUT_VAULT, else <repo>-vault beside the repository)')
    .option('--runs <n>', 'how often each scenario is run on each good control', positive, 5)
    .option('--mutants <n>', 'how many faults are put into the first good control, one at a time', anyNumber, 40)
    .option('--seed <seed>', 'draws which mutants are tried, and orders', '1')
    .option(
      '--lanes <n>',
      'how many trials run at once (default: two per core, one where there are browser steps)',
      positive,
    )
    .addOption(identity)
    .addOption(passphraseFile)
    .addOption(json)
    .addOption(store)
    .addHelpText(
      'after',
      `
Examples:
  holdout qualify ~/src/shop --vault ~/vaults/shop
  holdout qualify . --vault ../vault --runs 3 --mutants 0    the quick look while scenarios are written
  holdout qualify . --vault ../vault --runs 59               each fails a right build in less than 5 % of runs
  holdout qualify . --vault ../vault --mutants 200 --json > qualified.json

What was found out is kept: the same command goes on where it was ended, and asks again only what changed.
Exit codes: 0 all scenarios qualify, 1 some don't, 2 the vault has Problems, 3 it could not be told`,
    )
    .action(async (repo: string, options: QualifyFlags) => {
      const { qualify } = await import('../commands/qualify.ts');
      process.exitCode = await qualify(repo, options);
    });

  program
    .command('seal')
    .description('make one encrypted file of a vault, in the age format; --vault takes it as it takes a folder')
    .argument('<vault>', 'its folder')
    .option('--to <key>', 'a public key, age1…, whose owner can open it; may be repeated', collect)
    .option('--recipients-file <file>', 'public keys, one a line')
    .option('--passphrase', 'seal it with a passphrase instead, which is asked for')
    .option('--passphrase-file <file>', 'the passphrase, in a file')
    .option('-o, --output <file>', 'the file to write (default: <vault>.age); a sealed vault there is replaced')
    .addOption(json)
    .addHelpText(
      'after',
      `
Examples:
  holdout seal ~/vaults/shop --to age100myrsu68730ufdaqfvhv3qpm9fmsj828mtl7yfft8qwmzjnzfhsl4d3cl
  holdout seal ~/vaults/shop --recipients-file team.txt -o shop.age
  holdout seal ~/vaults/shop --passphrase`,
    )
    .action(
      async (
        vault: string,
        options: Omit<Parameters<typeof import('../commands/seal.ts').seal>[1], 'to'> & { to?: readonly string[] },
      ) => {
        const { seal } = await import('../commands/seal.ts');
        process.exitCode = await seal(vault, { to: [], ...options });
      },
    );

  program
    .command('unseal')
    .description('write a sealed vault into a new folder, to change it')
    .argument('<file>', 'what seal made')
    .option('-o, --output <dir>', 'a new folder, in no repository (default: the name of the file without .age)')
    .addOption(identity)
    .addOption(passphraseFile)
    .addOption(json)
    .addHelpText(
      'after',
      `
Examples:
  holdout unseal shop.age -o ~/vaults/shop --identity ~/keys/shop.txt
  HOLDOUT_PASSPHRASE_FILE=~/keys/shop.pass holdout unseal shop.age -o ~/vaults/shop`,
    )
    .action(async (file: string, options: Parameters<typeof import('../commands/unseal.ts').unseal>[1]) => {
      const { unseal } = await import('../commands/unseal.ts');
      process.exitCode = await unseal(file, options);
    });

  program
    .command('scan')
    .description('find out whether a vault has leaked: into a repository with all its history, a folder, or a log')
    .argument('<paths...>', 'repositories, folders, transcripts and logs of any size')
    .option('--vault <dir>', 'the vault (default: $HOLDOUT_VAULT, else this folder or <folder>-vault)')
    .option('--base <ref>', 'of a repository: what stands in this ref is no leak; canaries are, wherever they are')
    .addOption(identity)
    .addOption(passphraseFile)
    .addOption(json)
    .addHelpText(
      'after',
      `
Examples:
  holdout scan ~/src/shop --vault ~/vaults/shop
  holdout scan ~/src/shop --vault ~/vaults/shop --base v1.0
  holdout scan transcript.jsonl agent.log --vault ~/vaults/shop.age --json

Exit codes: 0 nothing was found, 1 something was, 2 usage`,
    )
    .action(async (paths: readonly string[], options: Parameters<typeof import('../commands/scan.ts').scan>[1]) => {
      const { scan } = await import('../commands/scan.ts');
      process.exitCode = await scan(paths, options);
    });

  program
    .command('schema')
    .description('print a JSON Schema, for editors to complete from')
    .addArgument(new Argument('<what>', 'what it describes').choices(['scenario', 'vault', 'flow', 'report']))
    .addHelpText('after', '\nExample:\n  holdout schema scenario > ../my-vault/scenario.schema.json')
    .action(async (what: 'scenario' | 'vault' | 'flow' | 'report') => {
      const { schema } = await import('../commands/schema.ts');
      process.exitCode = schema(what);
    });
}
