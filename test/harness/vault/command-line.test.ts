import { expect, it } from 'vitest';
import { loadSteps } from './rig.ts';

/** The arguments of a `run` step, each expression as its variable's name in angle brackets. */
function argumentsOf(command: string): readonly string[] | undefined {
  const { vault } = loadSteps(`- run: ${JSON.stringify(command)}`, 'vars: { title: Buy milk, n: 1 }\n');
  const action = vault?.scenarios[0]?.steps[0]?.action;
  if (action?.kind !== 'run') return undefined;
  return action.command.map((value) => {
    if (value.is !== 'text') return value.is;
    return value.template
      .map((part) => (typeof part === 'string' ? part : part.is === 'variable' ? `<${part.name}>` : part.is))
      .join('');
  });
}

it.each([
  ['notes list --json', ['notes', 'list', '--json']],
  ["  notes  add 'a title'  ", ['notes', 'add', 'a title']],
  ['notes add "say \\"hi\\" to \\$x" \'a\\b\'', ['notes', 'add', 'say "hi" to \\$x', 'a\\b']],
  ["notes add '' x", ['notes', 'add', '', 'x']],
  ["notes --title='a b'c", ['notes', '--title=a bc']],
  ['notes a\\ b | c > d && $HOME *', ['notes', 'a b', '|', 'c', '>', 'd', '&&', '$HOME', '*']],
  ['notes add ${title} "no ${n}"', ['notes', 'add', '<title>', 'no <n>']],
])('%s is split like a shell does, and no more', (command, words) => expect(argumentsOf(command)).toEqual(words));

it('takes a list as it is, numbers and booleans as text', () => {
  const { vault } = loadSteps('- run: { command: [notes, "a b", 1.50, true] }');
  expect(vault?.scenarios[0]?.steps[0]?.action).toMatchObject({
    command: [['notes'], ['a b'], ['1.50'], ['true']].map((template) => ({ is: 'text', template })),
  });
});

it.each(['notes "a', "notes 'a", ' '])('%j is a Problem', (command) => {
  const { problems } = loadSteps(`- run: ${JSON.stringify(command)}`);
  expect(problems.map(({ code }) => code)).toEqual(['bad-command']);
});
