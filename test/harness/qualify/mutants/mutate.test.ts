import { describe, expect, it } from 'vitest';
import { mutate } from '../../../../harness/qualify/mutants/mutate.ts';

/** The codes that are changed, in the order of the mutants, each once. */
async function changed(text: string, prints = false): Promise<readonly string[]> {
  const mutated = await mutate({ extension: '.js', text, first: 0, prints });
  if (mutated.is === 'refused') throw new Error(mutated.why);
  return [...new Set(mutated.mutants.map(({ original }) => original))];
}

describe('mutants that are not worth a Trial', () => {
  it.for([
    ['console.log', "console.log('a' + b);"],
    ['a logger', "logger.warn('a' + b);"],
    ['a logger of an object', 'this.logger.error(a && b); req.log.info({ a: 1 > 2 });'],
    ['a block that only logs', "function f() { console.error('a'); logger.info('b'); }"],
    ['debug', "debug('a', b);"],
    ['what a process does at its end', "process.on('SIGTERM', () => { server.close(); process.exit(0); });"],
    ['optional chaining', 'x = a?.b?.(c);'],
  ] as const)('are those of %s', async ([, code]) => {
    expect(await changed(code)).toEqual([]);
  });

  it('are those of what is said by an error, and not those of its other parts', async () => {
    const code = "if (!user) throw new HttpError(404, 'No such user.', { code: 'missing', text: `no ${id} here` });";
    const found = await changed(code);
    expect(found).toContain("'missing'");
    expect(found).toContain('!user');
    expect(found.filter((one) => one.startsWith("'No") || one.startsWith('`'))).toEqual([]);
  });

  it('are those of a function in an error no more than others', async () => {
    expect(await changed("new AppError(() => { return 'a b'; });")).toContain("'a b'");
  });

  it('are those that keep a loop going for ever', async () => {
    const found = await changed('for (let i = 0; i < 3; i++) n++;');
    expect(found).toContain('i < 3');
    expect(found).toContain('n++');
    expect(found).not.toContain('i++');
  });
});

describe('mutants that are kept', () => {
  it('are those of the console, where what is printed is judged', async () => {
    expect(await changed("console.log('a b');", true)).toContain("'a b'");
  });

  it('are those of things that only sound like a log', async () => {
    expect(await changed("x = Math.log(a - 1); catalog.info('a'); log.entries('b');")).toEqual(
      expect.arrayContaining(['a - 1', "'a'", "'b'"]),
    );
  });

  it('are named by the id that the code asks for', async () => {
    const mutated = await mutate({ extension: '.js', text: 'x = a < b && c;\n', first: 70, prints: false });
    if (mutated.is === 'refused') throw new Error(mutated.why);
    const asked = [...mutated.text.matchAll(/stryMutAct_9fa48\((\d+)\)/g)].map(([, id]) => Number(id));
    expect(asked.toSorted((a, b) => a - b)).toEqual(mutated.mutants.map((_, index) => 70 + index));
    expect(mutated.mutants.map(({ id }) => Number(id))).toEqual(mutated.mutants.map((_, index) => 70 + index));
  });

  it('show the code of several lines as it was', async () => {
    expect(await changed('if (a) {\r\n  b();\r\n}\r\n')).toContain('{\n  b();\n}');
  });
});
