/** The filter, the scenarios, their steps and what shows them. */
export const scenarios = String.raw`
.filter { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; position: sticky; top: 0; z-index: 2; margin: 0 -24px; padding: 10px 24px; background: var(--ground); }
.filter input { flex: 1 1 180px; min-width: 0; max-width: 320px; }
.filter input::placeholder { color: var(--soft); opacity: 1; }
.filter .words { display: flex; flex-wrap: wrap; gap: 4px; }
.filter output { color: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; margin-left: auto; }
.filter select { max-width: 200px; }
.word { font-weight: 550; }
.word[aria-pressed="false"]:is(.pass, .allow) { color: var(--pass); } .word[aria-pressed="false"]:is(.fail, .deny) { color: var(--fail); } .word[aria-pressed="false"]:is(.flaky, .hold) { color: var(--flaky); } .word[aria-pressed="false"].error { color: var(--error); } .word[aria-pressed="false"].skip { color: var(--skip); }
.all .group { margin-top: 16px; }

.scenarios { border-top: 1px solid var(--line); }
.scenario { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
.scenario > details > summary { display: grid; grid-template-columns: 84px minmax(0, 1fr) auto 66px; gap: 4px 12px; align-items: baseline; padding: 8px 4px 8px 20px; position: relative; scroll-margin-top: 72px; }
summary::before { content: ""; width: 6px; height: 6px; border: solid var(--soft); border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg); transition: transform 0.1s; flex: none; }
details[open] > summary::before { transform: rotate(45deg); }
.scenario > details > summary::before { position: absolute; left: 4px; top: 17px; }
.scenario > details > summary:hover { background: var(--sunken); }
.scenario > details[open] > summary { background: var(--sunken); }
.scenario summary :is(h3, h4, h5) { font-size: 15px; font-weight: 500; }
.scenario > details > summary .chips { justify-content: flex-end; max-width: 420px; }
.time { color: var(--soft); font-size: 12.5px; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.scenario > details > .inside { padding: 14px 4px 24px 20px; }
dl.about { font-size: 13px; }
dl.about > div { display: grid; grid-template-columns: 84px minmax(0, 1fr); gap: 12px; padding: 1px 0; }

.failure { margin-top: 18px; padding-left: 14px; border-left: 3px solid var(--fail); }
.failure > :is(h4, h5) { font-weight: 650; margin-bottom: 6px; }
.after > .failure { border-color: var(--edge); }
.frame { margin: 8px 0 0; }
.frame figcaption, .shot figcaption { font: 12px/1.5 var(--mono); color: var(--soft); }
.frame pre { padding: 8px 12px; }
.frame .n { color: var(--soft); user-select: none; }
.frame mark { background: var(--fail-ground); color: inherit; border-radius: 2px; box-shadow: 0 0 0 1px var(--fail-ground); }
.frame .ghost { visibility: hidden; user-select: none; }
.caret { color: var(--fail); font-weight: 600; }
.warnings .frame mark { background: var(--flaky-ground); } .warnings .caret { color: var(--flaky); }
dl.mismatch { font-size: 13px; margin: 6px 0 0; }
dl.mismatch > div { display: grid; grid-template-columns: 70px minmax(0, 1fr); gap: 12px; padding: 1px 0; }
dl.mismatch + .frame { margin-top: 16px; }
.notes { margin-top: 8px; font-size: 13px; }
.notes > li { padding-left: 12px; position: relative; }
.notes > li::before { content: "–"; position: absolute; left: 0; color: var(--soft); }
.command { display: flex; gap: 8px; align-items: flex-start; }
.command pre { flex: 1; min-width: 0; padding: 5px 10px; }
.copy { flex: none; }
.shot { margin: 12px 0; }
.shot img { display: block; max-width: 100%; max-height: 480px; height: auto; border: 1px solid var(--line); border-radius: var(--radius); background: #fff; }

.trials { margin-top: 18px; }
.trial { border: 1px solid var(--line); border-radius: var(--radius); margin-top: 6px; background: var(--panel); }
.trial > summary, .step summary { display: flex; gap: 10px; align-items: baseline; padding: 6px 12px; }
.trial > summary::before, .step summary::before { align-self: center; }
.trial .what { flex: 1; min-width: 0; }
.trial > summary .what { color: var(--soft); font-size: 13px; }
.steps { border-top: 1px solid var(--line); }
.step + .step { border-top: 1px solid var(--line); }
.step summary:hover, .trial > summary:hover { background: var(--sunken); }
.sign { font-weight: 700; width: 1em; }
.met .sign { color: var(--pass); } .unmet .sign { color: var(--fail); }
.unmet > details > summary .what { font-weight: 600; }
.kind { font: 12px/1 var(--mono); color: var(--soft); }
.step .time { min-width: 64px; }
.step .inside { padding: 4px 12px 14px 28px; }
dl.seen { margin-top: 8px; font-size: 13px; }
dl.seen > div { display: grid; grid-template-columns: 84px minmax(0, 1fr); gap: 12px; padding: 3px 0; }

dialog { color: var(--text); background: var(--panel); border: 1px solid var(--edge); border-radius: 10px; padding: 20px 24px; width: min(380px, calc(100vw - 32px)); }
dialog::backdrop { background: rgb(0 0 0 / 0.4); }
dialog dl { margin: 12px 0 16px; }
dialog dl > div { display: grid; grid-template-columns: 130px 1fr; gap: 8px; padding: 4px 0; }
`;
