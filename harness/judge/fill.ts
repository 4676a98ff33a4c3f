import type { FileLook, FilledAction, RunCommand } from '../model/adapter.ts';
import { unreachable } from '../model/problem.ts';
import type { Action, FileAction, RunAction, UseAction } from '../model/scenario.ts';
import { fillText } from './evaluate.ts';
import { type Filled, fillAll, fillEach, filled, andThen } from './fault.ts';
import { fillBrowser } from './fill-browser.ts';
import { fillDb } from './fill-db.ts';
import { fillHttp } from './fill-http.ts';
import { fillWord } from './fill-text.ts';
import type { Scope } from './scope.ts';

/** Fills an action's templates: plain text, ready for an adapter. */
export function fillAction(action: Exclude<Action, UseAction>, scope: Scope, looks = true): Filled<FilledAction> {
  switch (action.kind) {
    case 'http':
      return fillHttp(action, scope);
    case 'run':
      return fillRun(action, scope);
    case 'file':
      return fillFile(action, scope);
    case 'browser':
      return fillBrowser(action, scope, looks);
    case 'db':
      return fillDb(action, scope);
    default:
      return unreachable(action);
  }
}

function fillRun({ kind, command, env, stdin, cwd, timeout }: RunAction, scope: Scope): Filled<RunCommand> {
  const parts = fillAll({
    argv: fillEach(command, (word) => fillWord(word, scope)),
    env: fillEach(env, ({ key, value }) => andThen(fillWord(value, scope), (text) => filled([key, text] as const))),
    ...(stdin && { stdin: fillText(stdin, scope) }),
    ...(cwd && { cwd: fillWord(cwd, scope) }),
  });
  return andThen(parts, (ready) => filled({ kind, timeout, ...ready, env: Object.fromEntries(ready.env) }));
}

function fillFile({ kind, path }: FileAction, scope: Scope): Filled<FileLook> {
  return andThen(fillWord(path, scope), (text) => filled({ kind, path: text }));
}
