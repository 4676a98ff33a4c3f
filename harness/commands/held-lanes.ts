import type { Equipment, Instruments } from '../judge/request.ts';
import type { Lanes } from '../judge/lanes.ts';
import type { LaneProgram } from '../model/cell.ts';
import { ok } from '../model/problem.ts';

/** Instruments whose lanes are still there after a Run, for a look around or for the next Run of the same Build. */
export interface HeldLanes extends AsyncDisposable {
  readonly tools: Instruments;
  /** Those of the last Run. */
  lanes(): Lanes | undefined;
}

export function holdLanes(tools: Instruments): HeldLanes {
  let held: { readonly program: LaneProgram; readonly lanes: Lanes } | undefined;
  let last: { readonly tree: string; readonly program: LaneProgram } | undefined;
  const release = async (): Promise<void> => {
    await held?.lanes[Symbol.asyncDispose]();
    held = undefined;
  };
  const hold = (equipment: Equipment): Equipment => ({
    ...equipment,
    laneProgram(tree) {
      if (last?.tree !== tree) last = { tree, program: equipment.laneProgram(tree) };
      return last.program;
    },
    async openLanes(program, count) {
      if (held?.program !== program || held.lanes.count < count) {
        await release();
        held = { program, lanes: await equipment.openLanes(program, count) };
      }
      const { lanes } = held;
      // Whoever judges thinks that they are done with them. An interrupt ends them, too.
      const dispose = (): PromiseLike<void> =>
        tools.signal.aborted ? lanes[Symbol.asyncDispose]() : Promise.resolve();
      return { ...lanes, [Symbol.asyncDispose]: dispose };
    },
  });
  return {
    tools: {
      ...tools,
      async equip() {
        const equipped = await tools.equip();
        return equipped.ok ? ok(hold(equipped.value)) : equipped;
      },
    },
    lanes: () => held?.lanes,
    [Symbol.asyncDispose]: release,
  };
}
