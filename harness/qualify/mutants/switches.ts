/** The environment variable that holds the id of the mutant that is on. */
export const mutantVariable = 'HOLDOUT_MUTANT';

/** The global variable that holds it where there is no environment: in a page. Set before the page's own code runs. */
export const mutantGlobal = '__holdout_mutant__';

/**
 * The environment variable that names a file, by an absolute path. The id of each mutant whose code was reached is
 * appended to it, one a line; once for each process.
 */
export const coveredVariable = 'HOLDOUT_COVERED';

/**
 * What the instrumenter's calls in a file lead to; its names are `stryMutAct_9fa48` and `stryCov_9fa48`. It stands at
 * the file's end and works from its first line, since functions are hoisted and the variable holds nothing that
 * isn't looked up again: so a `#!`, a "use strict" and imports stay where they must be. It is the language of old
 * browsers, names no module that a bundler could look for, and is the same in each file, since those of plain scripts
 * of a page replace each other.
 */
const switches = `
var stryShared_9fa48;
function stryStart_9fa48() {
  var g = globalThis;
  var shared = g.__holdout_mutants__;
  if (!shared) {
    shared = { active: undefined, cover: undefined };
    try {
      var p = g.process;
      var env = (p && p.env) || {};
      shared.active = env.${mutantVariable} || g.${mutantGlobal};
      var covered = env.${coveredVariable};
      var load = p && (p.getBuiltinModule || (p.mainModule && p.mainModule.require.bind(p.mainModule)));
      if (covered && load) {
        var append = load('fs').appendFileSync;
        var seen = {};
        shared.cover = function (ids) {
          var fresh = '';
          for (var i = 0; i < ids.length; i++) {
            if (!seen[ids[i]]) fresh += ids[i] + '\\n';
            seen[ids[i]] = true;
          }
          try {
            if (fresh) append(covered, fresh);
          } catch (e) {}
        };
      }
      Object.defineProperty(g, '__holdout_mutants__', { value: shared });
    } catch (e) {}
  }
  return (stryShared_9fa48 = shared);
}
function stryMutAct_9fa48(id) {
  return (stryShared_9fa48 || stryStart_9fa48()).active === id;
}
function stryCov_9fa48() {
  var shared = stryShared_9fa48 || stryStart_9fa48();
  if (shared.cover) shared.cover(arguments);
}
`;

/** Is there something of an instrumenter in this text? Then its calls could not be told from ours. */
export const isInstrumented = (text: string): boolean => text.includes('_9fa48');

/** Gives each mutant that the printed code names its new id. @throws on one that has none: that is a bug. */
export function renumbered(code: string, ids: ReadonlyMap<string, string>): string {
  return code.replaceAll(/\bstry(?:MutAct|Cov)_9fa48\((?:"\d+"[,\s]*)+\)/g, (call) =>
    call.replaceAll(/"(\d+)"/g, (_, old: string) => {
      const id = ids.get(old);
      if (id === undefined) throw new Error(`mutant ${old} has no id`);
      return `"${id}"`;
    }),
  );
}

/** Puts what the switches need into a file's code, which may be checked by compilers and linters that know of no mutants. */
export const withSwitches = (code: string): string => `${unchecked(code)}\n${switches}`;

/**
 * Asks type checkers and linters to let a file be: a build that runs them must not fail for what mutants do to types,
 * in this file or in one that it imports.
 */
export function unchecked(code: string): string {
  const first = /^#!.*(?:\r?\n|$)/.exec(code)?.[0] ?? '';
  const line = first === '' || first.endsWith('\n') ? first : `${first}\n`;
  return `${line}// @ts-nocheck\n/* eslint-disable */\n${code.slice(first.length)}`;
}
