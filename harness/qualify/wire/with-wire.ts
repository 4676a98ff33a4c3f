import type { Socket } from 'node:net';
import type { Cell } from '../../model/cell.ts';
import type { Wire } from '../../model/wire.ts';
import { type Leads, leadThrough, leadToNobody } from './lead.ts';
import { memory } from './memory.ts';
import { wireMutants } from './mutants.ts';
import { nullCandidates } from './nulls.ts';
import { otherPort, type Ports } from './other-port.ts';
import { type Manner, perturbations } from './perturbations.ts';
import { inTurn } from './way.ts';

/*
 * The judge's connections to the candidate's port end in this process, at an HTTP/1.1 server of ours. Each has one of its
 * own to the candidate, made before it: so refused, closed and broken connections look as they are. What nobody changes
 * arrives as it was sent: status line, headers in their order and case, body.
 */

export interface WiredCell extends Cell {
  /** Where scenarios are told that the candidate is. */
  readonly url: string;
  /** Was anything asked or answered otherwise than it would have been, since the Cell was wired? */
  acted(): boolean;
}

/**
 * The Cell, with a Wire between the port of `url` and whoever connects there. Disposing it disposes the Cell.
 * @param url of the candidate as it was started; a null candidate needs none that was.
 */
export function withWire(cell: Cell, url: string, wire: Wire): WiredCell {
  const own = Number(new URL(url).port || 80);
  const ports = { own, told: wire.kind === 'equivalent' && wire.names.includes('other-port') ? otherPort(own) : own };
  let acted = false;
  const lead = leadOf(wire, ports, {
    cell,
    exchanges: memory(),
    tellActed: () => void (acted = true),
  });
  const open = new Set<Socket>();
  return {
    ...cell,
    url: urlAt(url, ports),
    acted: () => acted,
    async connect(to, within) {
      if (to.port !== ports.told) return cell.connect(to, within);
      const socket = await lead({ ...to, port: own }, within);
      open.add(socket);
      return socket.once('close', () => open.delete(socket));
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await cell[Symbol.asyncDispose]();
    },
  };
}

function leadOf(wire: Wire, ports: Ports, leads: Leads): Cell['connect'] {
  if (wire.kind === 'null') return leadToNobody(nullCandidates[wire.name], leads);
  if (wire.kind === 'mutant') return leadThrough(wireMutants[wire.name].way(wire.seed), {}, leads);
  const all = wire.names.map((name) => perturbations[name]);
  const manner = Object.assign({}, ...all.map((one) => one.manner)) as Manner;
  return leadThrough(inTurn(all.map(({ way }) => way(ports))), manner, leads);
}

function urlAt(url: string, { own, told }: Ports): string {
  return own === told ? url : Object.assign(new URL(url), { port: String(told) }).origin;
}
