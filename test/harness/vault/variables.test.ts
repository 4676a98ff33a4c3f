import { describe, expect, it } from 'vitest';
import { load } from './rig.ts';

/** Line, column and message of each Problem. */
function complaintsOf(yaml: string): readonly string[] {
  const { problems } = load({ 'a.yaml': `name: A\n${yaml}` });
  return problems.map(({ excerpt, message }) => `${excerpt?.at.line}:${excerpt?.at.column} ${message}`);
}

describe('variables', () => {
  it('come from vars above, example rows, earlier saves and what every step has', () => {
    const yaml = `vars:
  a: 1000
  b: \${a + percent}
examples:
  - { percent: 1000 }
files:
  x.txt: \${b} \${work.dir}
before:
  - http: GET \${app.url}/\${a}
    save: { c: body.c }
steps:
  - http: GET /\${c}
    save: { d: body.d }
  - http: GET /\${d.e[0]}
    eventually: { within: 1s, stopIf: { body: "\${d}" } }
    expect: { body: { $oneOf: ["\${percent}", "\${d}"] } }
after:
  - file: \${app.dir}/\${d}
secrets: [a, percent, d]
`;
    expect(complaintsOf(yaml)).toEqual([]);
  });

  it('have no value before they are given one', () => {
    const yaml = `vars: { a: "\${b}", b: 1, c: "\${c}" }
steps:
  - http: GET /\${id}
    save: { id: body.id }
`;
    expect(complaintsOf(yaml)).toEqual([
      '2:15 "b" has no value here yet',
      '2:32 "c" has no value here yet',
      '4:18 "id" has no value here yet',
    ]);
  });

  it('are pointed at wherever they stand', () => {
    const yaml = `steps:
  - run:
      command: notes "x \${one}"
      stdin: |
        a,b
        \${two + 1},\${upper(three)}
    expect:
      stdout: { $matches: "\\t\${four}" }
      stderr: { $not: { $contains: ["\${app.port}"] } }
`;
    expect(complaintsOf(yaml)).toEqual([
      '4:27 unknown variable "one"',
      '7:11 unknown variable "two"',
      '7:28 unknown variable "three"',
      '9:32 unknown variable "four"',
      '10:40 unknown variable "app.port"',
    ]);
  });

  it('are left alone where a misspelt key may be the cause', () => {
    expect(complaintsOf('vrs: { a: 1 }\nsteps:\n  - http: GET /${a}\n')).toEqual(['2:1 unknown key "vrs"']);
  });
});

const inVars = (expression: string) => complaintsOf(`vars: { a: "\${${expression}}" }\nsteps: [{ http: GET / }]\n`);

describe('calls', () => {
  it.each(["upper('a')", 'max(1, 2, 3)', 'now()', 'random.pick(1)', 'random.email()', 'round(random.int(1, 2) / 2)'])(
    '%s is fine',
    (call) => {
      expect(inVars(call)).toEqual([]);
    },
  );

  it.each([
    ['uper(1)', 'unknown function "uper"'],
    ['random.ints(1)', 'unknown function "random.ints"'],
    ['constructor(1)', 'unknown function "constructor"'],
    ['now(1)', 'now takes no arguments, not 1'],
    ['min()', 'min takes at least 1 argument, not 0'],
    ['round(1, 2)', 'round takes 1 argument, not 2'],
  ])('%s is not', (call, message) => expect(inVars(call)).toEqual([`2:15 ${message}`]));
});

describe('examples', () => {
  it('are plain data with the same keys in every row', () => {
    const yaml = 'examples:\n  - { a: 1 }\n  - { a: 1, b: 2 }\n  - {a: "${x}" }\nsteps: [{ http: GET / }]\n';
    expect(complaintsOf(yaml)).toEqual(['4:13 the first row has no "b"', '5:9 ${...} is not filled in examples']);
  });
});

it.each(['/etc/passwd', '../x', 'a/../../x', 'a//b', 'a/', './a', '', 'a\\b'])(
  '%j is no file in the work dir',
  (path) => {
    expect(complaintsOf(`files: { ${JSON.stringify(path)}: x }\nsteps: [{ http: GET / }]\n`)).toHaveLength(1);
  },
);
