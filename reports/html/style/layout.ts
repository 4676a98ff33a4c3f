/** What stands above the scenarios: header, count, decision, facts, comparison; and the tables. */
export const layout = String.raw`
.top { display: flex; align-items: center; justify-content: space-between; max-width: 1120px; margin: 0 auto; padding: 14px 24px 10px; }
.brand { font-size: 13px; font-weight: 650; color: var(--soft); }
.tools { display: flex; gap: 8px; }
.tools button { height: 26px; font-size: 12px; }
.kicker { color: var(--soft); font-size: 14px; }
main > section, .run-part > section, .group { margin-top: 32px; }
main > section.first { margin-top: 14px; }
section > h2, section > h3 { margin-bottom: 10px; }

.hero { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 4fr); gap: 20px 40px; margin: 20px 0 24px; align-items: start; }
.count { font-size: clamp(34px, 5.6vw, 54px); line-height: 1.05; font-weight: 680; letter-spacing: -0.035em; font-variant-numeric: tabular-nums; }
.bar { display: block; width: 100%; height: 18px; margin: 12px 0 6px; }
.bar .track, .small .track { fill: var(--line); }
.whisker { fill: var(--text); }
svg .pass { fill: var(--pass); } svg .fail { fill: var(--fail); } svg .flaky { fill: var(--flaky); } svg .error { fill: var(--error); } svg .quarantined, svg .advisory, .strip .skip { fill: var(--edge); }
.decision { border-left: 4px solid var(--edge); padding: 2px 0 4px 16px; }
.decision h2, .decision h3 { font-size: 22px; line-height: 1.2; margin: 0 0 6px; }
.decision li { position: relative; padding-left: 14px; margin-top: 3px; }
.decision li::before { content: ""; position: absolute; left: 2px; top: 0.65em; width: 4px; height: 4px; border-radius: 50%; background: currentColor; opacity: 0.6; }
.decision.allow { border-color: var(--pass); } .decision.allow :is(h2, h3) { color: var(--pass); }
.decision.deny { border-color: var(--fail); } .decision.deny :is(h2, h3) { color: var(--fail); }
.decision.hold { border-color: var(--flaky); } .decision.hold :is(h2, h3) { color: var(--flaky); }

dl.facts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 40px; border-top: 1px solid var(--line); padding-top: 8px; font-size: 13px; }
dl.facts > div { display: grid; grid-template-columns: 84px minmax(0, 1fr); gap: 8px; padding: 3px 0; }
dt { color: var(--soft); }
.warn dd { color: var(--flaky); font-weight: 550; }
dl.numbers { max-width: 560px; font-size: 13px; }
dl.numbers > div { display: flex; justify-content: space-between; gap: 16px; padding: 4px 0; border-bottom: 1px solid var(--line); }
dl.numbers dd { font-variant-numeric: tabular-nums; font-weight: 600; white-space: nowrap; }
.sentence { font-size: 17px; line-height: 1.45; max-width: 46em; }
.comparison .group { margin-top: 18px; }
.sides { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 40px; margin: 24px 0 28px; }
.side .name { font-weight: 600; }
.side .label { margin: 0; }
.side .count { font-size: 34px; }
.group > h2, .group > h3, .group > h4 { font-size: 14px; color: var(--soft); font-weight: 600; margin-bottom: 8px; letter-spacing: 0; }
.flips > li { display: flex; gap: 6px 16px; align-items: baseline; padding: 8px 0; border-top: 1px solid var(--line); }
.flips > li:last-child { border-bottom: 1px solid var(--line); }
.turn { flex: none; width: 172px; }
.names > li { padding: 4px 0; }
.pairs { margin-top: 12px; }
.worker { display: grid; gap: 20px; margin-top: 20px; }
.worker .numbers { min-width: 280px; }
.run-part { margin-top: 56px; padding-top: 28px; border-top: 2px solid var(--text); }
.run-part > h2 { font-size: 24px; }
.trouble { border-left: 4px solid var(--fail); padding-left: 16px; }
.warnings li { padding: 10px 0; border-top: 1px solid var(--line); }

.badge { display: inline-block; justify-self: start; padding: 0 7px; border-radius: 4px; font-size: 12.5px; line-height: 20px; font-weight: 600; white-space: nowrap; }
.badge.pass, .badge.allow { color: var(--pass); background: var(--pass-ground); }
.badge.fail, .badge.deny { color: var(--fail); background: var(--fail-ground); }
.badge.flaky, .badge.hold { color: var(--flaky); background: var(--flaky-ground); }
.badge.error { color: var(--error); background: var(--error-ground); }
.badge.skip { color: var(--skip); background: var(--skip-ground); }
.chips { display: inline-flex; flex-wrap: wrap; gap: 4px; vertical-align: baseline; }
.chip { padding: 0 6px; border-radius: 4px; font-size: 12px; line-height: 18px; color: var(--soft); background: var(--skip-ground); font-weight: 400; }
.chip.strong { color: var(--text); font-weight: 600; }
.chip.flag { color: var(--flaky); background: var(--flaky-ground); font-weight: 600; }
.chip.regression { color: var(--fail); background: var(--fail-ground); }

.wide { overflow-x: auto; }
.matrix th, .matrix td, .runs th, .runs td { padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.matrix thead th { vertical-align: bottom; }
.matrix thead .note { display: block; font-weight: 400; font-size: 12px; }
.matrix tbody th { font-weight: 400; min-width: 220px; }
.matrix td { min-width: 92px; }
.matrix .counts th { font-weight: 600; }
.matrix .score { font-weight: 650; font-size: 15px; white-space: nowrap; font-variant-numeric: tabular-nums; }
.matrix .bar { height: 12px; margin: 3px 0; max-width: 150px; }
.matrix .badge { margin-right: 6px; }
.whose { display: none; }
.none { color: var(--soft); }
.runs { font-size: 13px; }
.runs thead th { color: var(--soft); font-weight: 500; }
.runs td { white-space: nowrap; font-variant-numeric: tabular-nums; }
.runs td.who { white-space: normal; width: 40%; }
.runs .who code { color: var(--soft); }
.small { width: 64px; height: 6px; margin-right: 8px; vertical-align: 2px; }
.small .rate { fill: var(--s0); }
.strip { display: block; width: 100%; height: 26px; margin: 12px 0 6px; border-radius: 3px; }
.legend { display: flex; flex-wrap: wrap; gap: 6px; margin-bottom: 10px; }
.legend button { display: inline-flex; align-items: center; gap: 6px; max-width: 100%; height: auto; min-height: 26px; text-align: left; overflow-wrap: anywhere; border-color: var(--line); font-size: 12.5px; }
.legend button[aria-pressed] { background: var(--panel); color: var(--text); }
.legend button[aria-pressed="false"] { color: var(--soft); text-decoration: line-through; }
.legend button[aria-pressed="false"] .swatch { opacity: 0.3; }
.swatch { width: 10px; height: 10px; fill: currentColor; flex: none; }
.swatch.s0 { color: var(--s0); } .swatch.s1 { color: var(--s1); } .swatch.s2 { color: var(--s2); } .swatch.s3 { color: var(--s3); } .swatch.s4 { color: var(--s4); } .swatch.s5 { color: var(--s5); }
#chart { height: 280px; }
#chart .uplot { width: 100%; }
#chart .u-cursor-x { border-color: var(--edge); }
.trend > .note { min-height: 20px; margin-top: 6px; }
#readout { color: var(--text); font-variant-numeric: tabular-nums; }
`;
