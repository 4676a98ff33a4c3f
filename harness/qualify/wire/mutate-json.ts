import { operate } from '../../judge/arithmetic.ts';
import { type Data, ExactNumber } from '../../model/value.ts';
import { everywhere, oneField, pick } from './json.ts';

/** What a fault makes of JSON. The seed draws the field or the record that it is in, by its place. */
export type JsonFault = (data: Data, seed: string) => Data;

export const dropField: JsonFault = (data, seed) =>
  everywhere(data, {
    map: (map) => {
      const drawn = pick(seed, map.size);
      return new Map([...map].filter((_, at) => at !== drawn));
    },
  });

export const offByOne: JsonFault = (data, seed) => oneField(seed, plusOne)(data);
export const recaseText: JsonFault = (data, seed) => oneField(seed, recased)(data);
export const flipFlag: JsonFault = (data, seed) =>
  oneField(seed, (value) => (typeof value === 'boolean' ? !value : undefined))(data);

export const swapRecords: JsonFault = (data) =>
  everywhere(data, {
    list: ([first, second, ...others]) => [second, first, ...others].filter((item) => item !== undefined),
  });

export const dropRecord: JsonFault = (data, seed) =>
  everywhere(data, {
    list: (items) => {
      const drawn = pick(seed, items.length);
      return items.filter((_, at) => at !== drawn);
    },
  });

function plusOne(value: Data): Data | undefined {
  if (!(value instanceof ExactNumber)) return undefined;
  const sum = operate('+', value.digits, '1');
  return sum.ok ? new ExactNumber(sum.value) : undefined;
}

/** In capitals; in small letters, where it is in capitals already. */
function recased(value: Data): Data | undefined {
  if (typeof value !== 'string') return undefined;
  const upper = value.toUpperCase();
  const changed = upper === value ? value.toLowerCase() : upper;
  return changed === value ? undefined : changed;
}
