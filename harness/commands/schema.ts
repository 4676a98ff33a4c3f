import { exitCodes } from '../model/gate.ts';
import { schemaText, type PublishedSchema } from '../vault/schema.ts';

/** `holdout schema`: a published JSON Schema, whole, for an editor to read from a file. @returns the exit code. */
export function schema(name: PublishedSchema): number {
  process.stdout.write(schemaText(name));
  return exitCodes.allow;
}
