import type { OwnerReport } from '../../harness/model/report.ts';
import { count, duration } from '../terminal/text.ts';
import { type Html, html } from './html.ts';
import { confinement, isolationText, origin } from '../words.ts';
import { time } from './text.ts';

/** What was judged, by what, when, and how long it took. */
export function factList(report: OwnerReport): Html {
  const { candidate, vault, isolation, run, notForGate } = report;
  const { merge } = candidate;
  const told = origin(report);
  return html`<dl class="facts">${[
    ...(candidate.commit === undefined ? [] : [fact('commit', html`<code>${candidate.commit}</code>`)]),
    ...(merge === undefined
      ? []
      : [fact('merge', html`of <code>${merge.head}</code> onto <code>${merge.onto}</code>`)]),
    fact('tree', html`<code>${candidate.tree}</code>`),
    fact('repository', candidate.repo),
    fact('vault', vault.name),
    fact('isolation', isolationText(report) ?? isolation, isolation === 'sealed' ? '' : 'warn'),
    ...(confinement(run).length === 0
      ? []
      : [
          fact(
            'confinement',
            html`<span title="${(run.walls ?? []).join(', ')}">${confinement(run).join(', ')}</span>`,
          ),
        ]),
    fact('judged', html`${time(run.startedAt)}, in ${duration(run.ms)}`),
    fact('took', phases(run)),
    fact('run', html`<code>${run.id}</code>`),
    ...(told.length === 0 ? [] : [fact('origin', told.join('; '))]),
    ...(notForGate.length === 0 ? [] : [fact('may not gate', notForGate.join(', '), 'warn')]),
  ]}</dl>`;
}

const fact = (term: string, text: Html | string, more = ''): Html =>
  html`<div class="${more}"><dt>${term}</dt><dd>${text}</dd></div>`;

/** `export 40 ms, build there already, trials 5.1 s; 2 lanes`. */
function phases({ phases: taken, buildCached, lanes }: OwnerReport['run']): string {
  const times = (['export', 'install', 'build', 'trials'] as const).flatMap((name) => {
    const ms = taken[name];
    if (name === 'build' && buildCached) return ['build there already'];
    return ms === undefined ? [] : [`${name} ${duration(ms)}`];
  });
  return [times.join(', '), count(lanes, 'lane')].filter((part) => part !== '').join('; ');
}
