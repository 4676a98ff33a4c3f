import { feedbackLevels, type Feedback, type Vault } from '../model/vault.ts';
import type { Value } from '../model/value.ts';
import { decodeControls } from './controls.ts';
import { readDocument } from './document.ts';
import { decodePolicy } from './policy.ts';
import type { Reading } from './reading.ts';
import { decodeLimits, decodeRecipe } from './recipe.ts';
import { checkShape } from './schema.ts';
import type { Source } from './source.ts';
import { complainOfServices } from './services.ts';
import { fixedText, literalOf, valueAt } from './values.ts';

/** What vault.yaml says: a Vault but for its scenarios. */
export type VaultSettings = Pick<Vault, 'name' | 'recipe' | 'limits' | 'policy' | 'feedback' | 'controls'>;

export interface VaultFile {
  readonly reading: Reading;
  /** Nothing when the file isn't even YAML. */
  readonly root?: Value;
  readonly settings?: VaultSettings;
}

/** Reads vault.yaml. Its texts are shell commands and names: `${...}` in them is left to the shell, but for `${port}` and services. */
export function readVaultFile(source: Source, controls: readonly string[] = []): VaultFile {
  const { reading, root } = readDocument(source, { templates: false });
  if (root === undefined) return { reading };
  checkShape(reading, root, 'vault');
  const settings = {
    name: fixedText(reading, valueAt(root, 'name')) ?? '',
    recipe: decodeRecipe(reading, valueAt(root, 'candidate'), valueAt(root, 'services')),
    limits: decodeLimits(reading, valueAt(root, 'limits')),
    policy: decodePolicy(reading, valueAt(root, 'gate')),
    feedback: decodeFeedback(literalOf(valueAt(root, 'feedback'))),
    controls: decodeControls(reading, valueAt(root, 'controls'), controls),
  };
  complainOfServices(reading, root, settings.recipe);
  return { reading, root, settings };
}

/** `counts` unless stated: the count is what people come for. */
function decodeFeedback(word: string | undefined): Feedback {
  return feedbackLevels.find((level) => level === word) ?? 'counts';
}
