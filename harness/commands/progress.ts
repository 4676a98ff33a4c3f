import type { Event } from '../model/event.ts';
import { count } from '../../reports/terminal/text.ts';
import { unreachable } from '../model/problem.ts';
import { printable } from './say.ts';

/** Tells the owner what is going on while it goes on. The worker's audience is told nothing. */
export interface Progress extends Disposable {
  (event: Event): void;
}

const FRAME_MS = 80;

/** One line on a terminal, rewritten; elsewhere a line for each thing that ended. Written to standard error. */
export function showProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? liveLine(stream) : plainLines(stream);
}

export const silent: Progress = Object.assign(() => {}, { [Symbol.dispose]: () => {} });

interface State {
  label: string;
  phase: string;
  detail: string;
  done: number;
  failed: number;
  trials: number;
  since: number;
}

const fresh = (): State => ({
  label: '',
  phase: '',
  detail: '',
  done: 0,
  failed: 0,
  trials: 0,
  since: performance.now(),
});

function liveLine(stream: NodeJS.WriteStream): Progress {
  const state = fresh();
  let shown = false;
  const draw = (): void => {
    const seconds = Math.floor((performance.now() - state.since) / 1000);
    const counts =
      state.phase === 'trials'
        ? `${state.done} of ${state.trials} trials${state.failed > 0 ? `, ${state.failed} not passed` : ''}`
        : phaseNames[state.phase];
    const line = [state.label, counts, state.detail, `${seconds}s`]
      .filter((part) => part !== undefined && part !== '')
      .join(' · ');
    stream.write(`\r\u001b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    shown = true;
  };
  const clear = (): void => {
    if (shown) stream.write('\r\u001b[2K');
    shown = false;
  };
  const timer = setInterval(() => {
    if (state.phase !== '') draw();
  }, FRAME_MS);
  timer.unref();
  const progress = (event: Event): void => {
    update(state, event);
    if (event.is === 'host-refused') {
      clear();
      stream.write(`${refusedLine(event.host)}\n`);
    }
    if (event.is === 'run-ended' || event.is === 'run-reused') clear();
  };
  return Object.assign(progress, {
    [Symbol.dispose]() {
      clearInterval(timer);
      clear();
    },
  });
}

const refusedLine = (host: string): string => `install asked for ${printable(host)}: refused`;

const phaseNames: { readonly [phase: string]: string } = {
  fetch: 'fetching',
  export: 'exporting',
  install: 'installing',
  build: 'building',
  wait: 'waiting for another process, which is judging the same',
};

function update(state: State, event: Event): void {
  switch (event.is) {
    case 'run-started':
      Object.assign(state, {
        label: printable(event.candidate.label),
        trials: event.trials,
        done: 0,
        failed: 0,
        detail: '',
      });
      return;
    case 'run-resumed':
      state.done = event.done;
      return;
    case 'qualifying':
      Object.assign(state, fresh(), { label: event.what, phase: 'trials', trials: event.trials });
      return;
    case 'tried':
      state.done += 1;
      state.detail = `${event.control} ${printable(event.name)}`;
      return;
    case 'run-awaited':
      Object.assign(state, { phase: 'wait', detail: '', since: performance.now() });
      return;
    case 'confirming':
      state.trials += event.trials;
      return;
    case 'phase-started':
      Object.assign(state, { phase: event.phase, label: printable(event.label), detail: '', since: performance.now() });
      return;
    case 'phase-output':
      state.detail = printable(event.line.trim());
      return;
    case 'trial-started':
      state.detail = event.name;
      return;
    case 'trial-ended':
      state.done += 1;
      if (event.outcome !== 'pass') state.failed += 1;
      return;
    case 'run-ended':
    case 'run-reused':
      state.phase = '';
      return;
    case 'phase-ended':
    case 'host-refused':
    case 'verdict':
    case 'lane-died':
    case 'swept':
      return;
    default:
      unreachable(event);
  }
}

function plainLines(stream: NodeJS.WriteStream): Progress {
  let label = '';
  const say = (line: string): void => void stream.write(`${line}\n`);
  const progress = (event: Event): void => {
    switch (event.is) {
      case 'run-started':
        label = printable(event.candidate.label);
        say(
          `${label}: ${count(event.trials, 'trial')} of ${count(event.scenarios, 'scenario')}, tree ${event.candidate.tree.slice(0, 12)}`,
        );
        return;
      case 'phase-ended':
        if (event.ms >= 1000)
          say(`${label === '' ? '' : `${label}: `}${event.phase} took ${(event.ms / 1000).toFixed(1)}s`);
        return;
      case 'host-refused':
        say(refusedLine(event.host));
        return;
      case 'trial-ended':
        say(`  ${event.outcome.padEnd(5)} ${printable(event.name)} (${Math.round(event.ms)}ms)`);
        return;
      case 'run-resumed':
        say(`${label}: going on with run ${event.run}, ${event.done} of ${count(event.trials, 'trial')} are done`);
        return;
      case 'run-awaited':
        say(`another process is judging the same, as run ${event.run}; waiting for it`);
        return;
      case 'confirming':
        say(`${label}: doing over ${count(event.trials, 'failed trial')}, to tell what the fails are`);
        return;
      case 'lane-died':
        say('  a lane died; its trial is run again to see whose fault it was');
        return;
      case 'qualifying':
        say(`${event.what}: at most ${count(event.trials, 'trial')}`);
        return;
      case 'swept':
        say(`removed what an earlier run left: ${event.what}`);
        return;
      case 'phase-started':
      case 'phase-output':
      case 'trial-started':
      case 'tried':
      case 'verdict':
      case 'run-ended':
      case 'run-reused':
        return;
      default:
        unreachable(event);
    }
  };
  return Object.assign(progress, { [Symbol.dispose]: () => {} });
}
