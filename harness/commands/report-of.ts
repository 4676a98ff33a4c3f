import { disclose } from '../gate/disclose.ts';
import { discloseComparison } from '../gate/disclose-comparison.ts';
import type { Decided } from '../judge/decided.ts';
import { recordingName } from '../judge/evidence.ts';
import { decodeRecording } from '../judge/recording-codec.ts';
import type { Problem } from '../model/problem.ts';
import type { Audience, Report } from '../model/report.ts';
import type { Store } from '../model/store.ts';

interface Telling {
  readonly audience: Audience;
  readonly store: Pick<Store, 'pathOf' | 'read'>;
  readonly warnings: readonly Problem[];
  readonly reused?: boolean;
  /** Whether a format shows what was done and seen, step by step. */
  readonly steps?: boolean;
}

/** What an audience may read of a decided Run. */
export function reportOf(
  { stored, decision, apart, base }: Decided,
  { audience, store, warnings, reused = false, steps = false }: Telling,
): Report {
  const { id } = stored.record;
  const compared = audience === 'owner' && base !== undefined && base.record.id !== id;
  return disclose(stored, decision, audience, stored.feedback, warnings, {
    flakes: stored.basis.flakes,
    apart,
    reused,
    pathOf: (name) => store.pathOf(id, name),
    ...(compared ? { comparison: discloseComparison(base, stored) } : {}),
    ...(steps
      ? {
          recordingOf: (trial) => {
            const bytes = store.read(id, recordingName(trial));
            return bytes === undefined ? undefined : decodeRecording(bytes);
          },
        }
      : {}),
  });
}
