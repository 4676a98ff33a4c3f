import { grid } from '../../reports/terminal/grid.ts';
import { palette } from '../../reports/terminal/palette.ts';
import { count, shorten } from '../../reports/terminal/text.ts';
import { frame } from '../model/frame.ts';
import type {
  ControlReport,
  Gap,
  MutantShare,
  MutantsReport,
  Qualification,
  ScenarioReport,
  Survivor,
  TraceReport,
} from '../model/qualified-vault.ts';
import type { Style } from '../model/report.ts';
import { wrap } from '../model/wrap.ts';
import { printable } from './say.ts';

/** What qualifying found out, as its owner reads it: the table, what is wrong, what got away, and what it comes to. */
export function qualifyText(found: Qualification, style: Style): string {
  const blocks: readonly (readonly string[])[] = [
    table(found, style),
    controlLines(found.controls, style),
    ...found.scenarios.map((scenario) => findingLines(scenario, style)),
    found.mutants === undefined ? [] : mutantLines(found.mutants, style),
    found.trace === undefined ? [] : traceLines(found.trace, style),
    sumLines(found, style),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

const heads = ['scenario', 'good', 'bad', 'null', 'mutants', 'findings'] as const;
const of = (part: number, all: number): string => (all === 0 ? '-' : `${part}/${all}`);

/** How many it passed of what it should pass, and failed of what it should fail. */
function table({ scenarios }: Qualification, style: Style): readonly string[] {
  const { faint, verdict, warning } = palette(style);
  const rows = scenarios.map(({ id, good, bad, nulls, mutants, findings, qualified }) => {
    const words = [...new Set(findings.map(({ word }) => word))].join(', ');
    const colour = qualified ? (words === '' ? verdict('pass') : warning) : verdict('fail');
    return {
      cells: [
        printable(id),
        of(good.passed, good.runs),
        of(bad.failed, bad.asked),
        of(nulls.failed, nulls.asked),
        mutants.asked === 0 ? '-' : String(mutants.killed),
      ],
      word: colour(words === '' ? 'qualified' : words),
    };
  });
  const widths = heads
    .slice(0, -1)
    .map((head, index) => Math.max(head.length, ...rows.map(({ cells }) => cells[index]?.length ?? 0)));
  const others = widths.slice(1).reduce((sum, width) => sum + width + 2, 0) + 2;
  const last = Math.max(
    ...scenarios.map(({ findings }) => findings.map(({ word }) => word).join(', ').length),
    'qualified'.length,
  );
  const first = Math.max(12, Math.min(widths[0] ?? 0, style.width - others - Math.min(last, 26) - 4));
  const columns = [
    { width: first },
    ...widths.slice(1).map((width) => ({ width, align: 'right' as const })),
    { width: Math.max(12, Math.min(last, style.width - first - others - 2)) },
  ];
  return grid(columns, [
    heads.map(faint),
    ...rows.map(({ cells: [id = '', ...cells], word }) => [shorten(id, first), ...cells, word]),
  ]);
}

/** Only of controls that say something about themselves. */
function controlLines(controls: readonly ControlReport[], style: Style): readonly string[] {
  const { warning } = palette(style);
  return controls.flatMap(({ kind, name, trouble }) =>
    trouble === undefined
      ? []
      : wrap(`${kind} control ${printable(name)}: ${printable(trouble)}`, style.width).map(warning),
  );
}

function findingLines({ id, findings, qualified }: ScenarioReport, style: Style): readonly string[] {
  if (findings.length === 0) return [];
  const { strong, faint, verdict, warning } = palette(style);
  return [
    strong(printable(id)),
    ...findings.flatMap(({ word, text, seen }) => [
      ...wrap(`${word}: ${printable(text)}`, style.width - 2).map(
        (line, index) => `  ${index === 0 ? line.replace(word, (qualified ? warning : verdict('fail'))(word)) : line}`,
      ),
      ...seen.flatMap((each) => wrap(printable(each), style.width - 4).map((line) => faint(`    ${line}`))),
    ]),
  ];
}

const percent = (share: number): string => String(Math.round(share * 100));

/** Survivors that are shown whole. */
const MOST_SHOWN = 12;

function mutantLines({ source, wire, survivors, gaps, notes, seed }: MutantsReport, style: Style): readonly string[] {
  const { strong, faint } = palette(style);
  const shown = survivors.slice(0, MOST_SHOWN);
  const more = survivors.length - shown.length;
  return [
    ...(source === undefined ? [] : [shareLine(source, 'mutants of the source', seed, style)]),
    ...(wire === undefined ? [] : [shareLine(wire, 'faults at the wire', seed, style)]),
    ...shown.flatMap((survivor) => ['', ...survivorLines(survivor, style)]),
    ...(more > 0 ? ['', faint(`and ${count(more, 'survivor')} more: --json shows all`)] : []),
    ...(gaps.length === 0 ? [] : ['', strong('what to write next'), ...gaps.flatMap((gap) => gapLines(gap, style))]),
    ...(notes.length === 0 ? [] : ['']),
    ...notes.flatMap((note) => wrap(printable(note), style.width).map(faint)),
  ];
}

/** `37 of 40 mutants of the source noticed = 93 % [80, 97]` */
function shareLine({ tried, killed, rate, all }: MutantShare, what: string, seed: string, style: Style): string {
  const { strong, faint } = palette(style);
  const interval =
    rate === undefined ? '' : ` = ${percent(killed / tried)} % [${percent(rate.low)}, ${percent(rate.high)}]`;
  const drawn = all > tried ? faint(` (of ${all}; seed ${printable(seed)})`) : '';
  return `${strong(`${killed} of ${tried} ${what} noticed${interval}`)}${drawn}`;
}

function survivorLines({ does, excerpt, reachedBy }: Survivor, style: Style): readonly string[] {
  const { faint } = palette(style);
  const who =
    reachedBy.length === 0
      ? 'no scenario that qualifies gets here: write one that does'
      : `${named(reachedBy, 'gets', 'get')} here and ${reachedBy.length === 1 ? 'notices' : 'notice'} nothing`;
  const head =
    excerpt === undefined
      ? [`  no scenario notices a candidate that ${printable(does)}`]
      : frame(excerpt, { colour: style.colour, severity: 'warning', note: printable(does) })
          .split('\n')
          .map((line) => `  ${line}`);
  return [...head, ...wrap(printable(who), style.width - 4).map((line) => faint(`    ${line}`))];
}

function gapLines({ file, from, to, survivors, reachedBy }: Gap, style: Style): readonly string[] {
  const where = `${printable(file)}:${from}${to > from ? `-${to}` : ''}`;
  const what =
    reachedBy.length === 0
      ? 'a scenario that qualifies and gets there'
      : `what ${named(reachedBy, 'does', 'do')} not look at${reachedBy.length > 1 ? ', or one that does nothing else' : ''}`;
  return wrap(`${where}: ${count(survivors, 'mutant')} live on; ${what}`, style.width - 2).map((line) => `  ${line}`);
}

/** `a, b and 3 more do` */
function named(ids: readonly string[], one: string, more: string): string {
  const shown = ids.slice(0, MOST_NAMED).map(printable).join(', ');
  const rest = ids.length - MOST_NAMED;
  return `${shown}${rest > 0 ? ` and ${rest} more` : ''} ${ids.length === 1 ? one : more}`;
}

const MOST_NAMED = 4;

function traceLines({ clauses, without, unbased }: TraceReport, style: Style): readonly string[] {
  const { strong, faint } = palette(style);
  return [
    strong(`${clauses - without.length} of ${count(clauses, 'clause')} of the specification have a scenario`),
    ...without.flatMap(({ id, text }) =>
      wrap(`without one: ${printable(id)} ${printable(text)}`, style.width - 2).map((line) => `  ${line}`),
    ),
    ...unbased.flatMap(({ scenario, steps }) =>
      wrap(`rests on no clause: ${printable(scenario)} (${count(steps.length, 'expectation')})`, style.width - 2).map(
        (line) => faint(`  ${line}`),
      ),
    ),
  ];
}

function sumLines({ vault, scenarios }: Qualification, style: Style): readonly string[] {
  const { strong } = palette(style);
  const qualified = scenarios.filter((scenario) => scenario.qualified);
  const bounds = qualified.flatMap(({ flakeBound }) => flakeBound ?? []);
  const sure =
    bounds.length === 0
      ? []
      : wrap(
          `By its runs each of them fails a right build in less than ${percent(Math.max(...bounds))} % of runs, at 95 % confidence.`,
          style.width,
        );
  return [strong(`${qualified.length} of ${scenarios.length} scenarios of ${printable(vault)} qualify`), ...sure];
}
