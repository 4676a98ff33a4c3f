/** A phone, and paper. */
export const media = String.raw`
@media screen and (max-width: 760px) {
  main { padding: 0 16px 64px; }
  .top { padding: 10px 16px 6px; }
  h1 { font-size: 23px; }
  .hero, .sides, dl.facts { grid-template-columns: minmax(0, 1fr); }
  .sides { gap: 24px; }
  .filter { position: static; margin: 0; padding: 8px 0; }
  .filter input { flex-basis: 100%; max-width: none; }
  html { scroll-padding-top: 8px; }
  .scenario > details > summary { grid-template-columns: auto minmax(0, 1fr) auto; scroll-margin-top: 8px; }
  .scenario > details > summary :is(h3, h4, h5) { grid-column: 1 / -1; grid-row: 2; }
  .scenario > details > summary .chips { grid-column: 1 / -1; grid-row: 3; justify-content: flex-start; max-width: none; }
  .scenario > details > summary .time { grid-column: 3; grid-row: 1; }
  .failure { padding-left: 10px; }
  .command { flex-direction: column; }
  .command pre { width: 100%; }
  .step .inside { padding-left: 12px; }
  dl.seen > div { grid-template-columns: minmax(0, 1fr); gap: 2px; }
  .flips > li { flex-direction: column; }
  .wide { overflow-x: visible; }
  .matrix, .matrix tbody, .runs, .runs tbody { display: block; }
  .matrix thead, .runs thead { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden; }
  .matrix tr { display: flex; flex-wrap: wrap; gap: 6px 12px; padding: 10px 0; border-bottom: 1px solid var(--line); }
  .matrix th[scope="row"] { flex: 1 0 100%; }
  .matrix th, .matrix td { border: 0; padding: 0; }
  .whose { display: block; font-size: 12px; color: var(--soft); }
  .runs tr { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; padding: 10px 0; border-bottom: 1px solid var(--line); }
  .runs td { border: 0; padding: 0; white-space: normal; }
  .runs td.who { flex: 1 0 100%; width: auto; order: -1; }
}

@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }

@media print {
  @page { margin: 14mm; }
  :root, :root[data-theme] { color-scheme: light; }
  body { background: #fff; font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  .js-only:not(.trend), .skip, .top, dialog, .legend button[aria-pressed="false"], #readout { display: none !important; }
  .trend .note { min-height: 0; }
  details::details-content { content-visibility: visible; height: auto; opacity: 1; }
  summary::before { display: none; }
  .scenario > details > summary { padding-left: 0; }
  .scenario > details > .inside { padding-left: 0; }
  pre { max-height: none; overflow: visible; white-space: pre-wrap; overflow-wrap: anywhere; }
  code { font-size: 8pt; }
  .frame pre { white-space: pre; }
  .frame code { font-size: 6.8pt; }
  .matrix, .runs, .badge, .chip { font-size: 8.5pt; }
  .runs .small { display: none; }
  .matrix th, .matrix td, .runs th, .runs td { padding-right: 6px; min-width: 0; }
  .matrix tbody th { min-width: 160px; }
  .runs td.who { width: auto; }
  .failure, .frame, .step, .shot, .flips > li, .runs tr, .matrix tr, .decision { break-inside: avoid; }
  h2, h3, h4, h5, summary { break-after: avoid; }
  .run-part { break-before: page; border: 0; }
  a { color: inherit; text-decoration: none; }
  .badge, .chip, mark, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .wide { overflow: visible; }
}
`;
