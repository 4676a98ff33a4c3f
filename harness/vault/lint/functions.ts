/** How many arguments each function takes: from, to. */
export const functions: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ['round', [1, 1]],
  ['floor', [1, 1]],
  ['ceil', [1, 1]],
  ['abs', [1, 1]],
  ['min', [1, Infinity]],
  ['max', [1, Infinity]],
  ['upper', [1, 1]],
  ['lower', [1, 1]],
  ['len', [1, 1]],
  ['base64', [1, 1]],
  ['sha256', [1, 1]],
  ['json', [1, 1]],
  ['now', [0, 0]],
]);

/** Functions that draw; only below `vars`, where each is drawn once. */
export const randomFunctions: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ['random.int', [2, 2]],
  ['random.string', [1, 1]],
  ['random.word', [0, 0]],
  ['random.email', [0, 0]],
  ['random.uuid', [0, 0]],
  ['random.pick', [1, Infinity]],
]);
