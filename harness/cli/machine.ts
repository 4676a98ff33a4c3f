import type { Command } from 'commander';
import { collect, json } from './options.ts';

interface DoctorOptions {
  readonly json?: boolean;
  readonly prove?: boolean;
  readonly only?: readonly string[];
}

/** For the machine that judges: `doctor`. */
export function addMachineCommands(program: Command): void {
  program
    .command('doctor')
    .description('tell what this machine can and can’t confine, what each gap costs, and the line that mends it')
    .option('--prove', 'try every known attack on this machine, which takes minutes')
    .option('--only <attack>', 'with --prove: this attack; may be repeated', collect)
    .addOption(json)
    .addHelpText(
      'after',
      `
Examples:
  holdout doctor
  holdout doctor --prove
  holdout doctor --prove --only D02 --only D03
  holdout doctor --json | jq '.facts[] | select(.is != "ok")'

Exit codes: 0 candidates can be confined here, 3 something is missing and nothing gates;
with --prove 1 when an attack is not contained`,
    )
    .action(async (options: DoctorOptions) => {
      if (options.prove === true || options.only !== undefined) {
        const { doctorProve } = await import('../commands/doctor-prove.ts');
        process.exitCode = await doctorProve(options);
        return;
      }
      const { doctor } = await import('../commands/doctor.ts');
      process.exitCode = await doctor(options);
    });
}
