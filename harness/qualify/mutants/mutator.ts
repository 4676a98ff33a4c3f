import { type Asked, mutate } from './mutate.ts';

// The entry of the process that reads a control's sources with a parser: text in, text out. It ends with the judge, when
// the channel between them closes.

process.once('disconnect', () => process.exit());
process.on('message', (asked: Asked) => {
  void mutate(asked).then((mutated) => process.send?.(mutated));
});
