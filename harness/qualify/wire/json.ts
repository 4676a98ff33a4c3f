import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { isList, printJson } from '../../judge/data.ts';
import { parseJson } from '../../judge/parse-json.ts';
import type { Data } from '../../model/value.ts';
import { repacked, unpacked } from './codings.ts';
import { type Message, saysJson } from './message.ts';

/** A body that is JSON, changed; everything else as it is. What says the same after the change keeps its bytes. */
export function changeJson<M extends Message>(message: M, change: (data: Data) => Data): M {
  const data = jsonOf(message);
  if (data === undefined) return message;
  const changed = printJson(change(data));
  return changed === printJson(data) ? message : repacked(message, Buffer.from(changed));
}

/** What a JSON body says; nothing when it is none, or isn't held whole. */
export function jsonOf(message: Message): Data | undefined {
  if (message.rest !== undefined || message.body.length === 0) return undefined;
  const body = unpacked(message);
  if (body === undefined || !isUtf8(body) || !saysJson({ ...message, body })) return undefined;
  const parsed = parseJson(body.toString());
  return parsed.ok ? parsed.data : undefined;
}

/** What becomes of each object and of each list, those within others first. */
interface Changes {
  readonly map?: (map: ReadonlyMap<string, Data>) => ReadonlyMap<string, Data>;
  readonly list?: (items: readonly Data[]) => readonly Data[];
}

export function everywhere(data: Data, changes: Changes): Data {
  if (isList(data)) {
    const items = data.map((item) => everywhere(item, changes));
    return changes.list?.(items) ?? items;
  }
  if (!(data instanceof Map)) return data;
  const map = new Map([...data].map(([key, value]) => [key, everywhere(value, changes)] as const));
  return changes.map?.(map) ?? map;
}

/** In each object one of the fields that `change` takes, drawn by the seed, is changed. */
export function oneField(seed: string, change: (value: Data) => Data | undefined): (data: Data) => Data {
  return (data) =>
    everywhere(data, {
      map: (map) => {
        const able = [...map].flatMap(([key, value]) => {
          const changed = change(value);
          return changed === undefined ? [] : [[key, changed] as const];
        });
        const drawn = able[pick(seed, able.length)];
        return drawn === undefined ? map : new Map(map).set(...drawn);
      },
    });
}

/** A number from 0 to `count` - 1. The same seed and count always draw the same. */
export function pick(seed: string, count: number): number {
  return createHash('sha256').update(seed).digest().readUInt32BE() % Math.max(1, count);
}
