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
 * What the instrumenter's calls in a file lead to; its names are `stryMutAct_9fa48` (is this mutant on?) and, asked for
 * only after that, `stryCov_9fa48` (these were reached). It stands at the file's end and works from its first line, since
 * functions are hoisted and the variables hold nothing that isn't looked up again: so a `#!`, a "use strict" and imports
 * stay where they must be. It is the language of old browsers, names no module that a bundler could look for, and is the
 * same in each file, since those of plain scripts of a page replace each other. A mutant
 * costs a call and a comparison of numbers.
 */
const switches = `
var stryActive_9fa48, stryCover_9fa48;
function stryStart_9fa48() {
  var g = globalThis;
  var shared = g.__holdout_mutants__;
  if (!shared) {
    shared = { active: -1, cover: null };
    try {
      var p = g.process;
      var env = (p && p.env) || {};
      shared.active = Number(env.${mutantVariable} || g.${mutantGlobal} || -1);
      var covered = env.${coveredVariable};
      var load = p && (p.getBuiltinModule || (p.mainModule && p.mainModule.require.bind(p.mainModule)));
      if (covered && load) {
        var append = load('fs').appendFileSync;
        var seen = [];
        shared.cover = function (id) {
          if (seen[id]) return;
          seen[id] = true;
          try {
            append(covered, id + '\\n');
          } catch (e) {}
        };
      }
      Object.defineProperty(g, '__holdout_mutants__', { value: shared });
    } catch (e) {}
  }
  stryCover_9fa48 = shared.cover;
  return (stryActive_9fa48 = shared.active);
}
function stryMutAct_9fa48(id) {
  return (stryActive_9fa48 === undefined ? stryStart_9fa48() : stryActive_9fa48) === id;
}
function stryCov_9fa48() {
  if (stryCover_9fa48) for (var i = 0; i < arguments.length; i++) stryCover_9fa48(arguments[i]);
}
`;

/** Is there something of an instrumenter in this text? Then its calls could not be told from ours. */
export const isInstrumented = (text: string): boolean => text.includes('_9fa48');

/** Gives each mutant that the printed code names its new id, as a number: those are compared fastest. @throws on one that has none: that is a bug. */
export function renumbered(code: string, ids: ReadonlyMap<string, string>): string {
  return code.replaceAll(/\bstry(?:MutAct|Cov)_9fa48\((?:"\d+"[,\s]*)+\)/g, (call) =>
    call.replaceAll(/"(\d+)"/g, (_, old: string) => {
      const id = ids.get(old);
      if (id === undefined) throw new Error(`mutant ${old} has no id`);
      return id;
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
