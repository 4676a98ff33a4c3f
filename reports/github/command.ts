import { block } from '../terminal/text.ts';

/**
 * A command to the workflow's runner, which reads every line that a step prints: `::error title=x::text`. The whole of it is one
 * line, so that nothing in its texts begins a command of its own.
 */
export function command(name: 'error' | 'notice', title: string, text: string): string {
  return `::${name} title=${property(title)}::${data(text)}`;
}

/** As the runner reads it back: only these stand for something. */
function data(text: string): string {
  return block(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
