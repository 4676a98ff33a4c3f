import type { Cell } from '../model/cell.ts';
import { MachineTrouble } from '../model/problem.ts';
import type { Sockets } from './sockets.ts';

/** The Cell, with a listener on its loopback that is answered from outside. */
export async function withDoor(cell: Cell, sockets: Sockets): Promise<Cell> {
  using makes = sockets;
  const door = await makes.listen();
  return {
    ...cell,
    door,
    // Who was to answer at it may never have come, and an open one keeps the judge from ending.
    [Symbol.asyncDispose]() {
      door.close();
      return cell[Symbol.asyncDispose]();
    },
  };
}

/** The Cell, with a way to what listens on its loopback. */
export function withConnections(cell: Cell, sockets: Sockets): Cell {
  return {
    ...cell,
    async connect(to, within = 0) {
      try {
        return await sockets.connect(to, within);
      } catch (error) {
        // Said by the network, and not by the way to whoever makes them.
        if ((error as NodeJS.ErrnoException).syscall === 'connect') throw error;
        // What ended with the Cell for a limit's sake is not broken.
        if (cell.ended() && (!sockets.broken() || cell.limitHit() !== undefined)) throw refused();
        throw new MachineTrouble(error instanceof Error ? error.message : String(error));
      }
    },
    [Symbol.asyncDispose]() {
      sockets[Symbol.dispose]();
      return cell[Symbol.asyncDispose]();
    },
  };
}

/** What a connection comes to where nobody listens, or ever will. */
export const refused = (): Error => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
