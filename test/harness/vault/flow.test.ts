import { describe, expect, it } from 'vitest';
import { codesOf, load } from './rig.ts';

const logIn = `name: log in
params: [email]
steps:
  - http: { request: POST /login, json: { email: "\${email}" } }
    save: { token: body.token }
returns: { token: "\${token}" }
`;
const scenario = (use: string, more = ''): string => `name: A promise\nsteps:\n  - use: ${use}\n${more}`;
const used = scenario('{ flow: log-in, with: { email: a@example.org } }', '    save: { mine: token }\n');

/** Of the scenario that uses this flow. */
const digest = (flow: string): string | undefined =>
  load({ 'flows/log-in.yaml': flow, 'a.yaml': used }).vault?.scenarios[0]?.digest;

/** Flows that each use the next. */
const chain = (length: number): { [file: string]: string } =>
  Object.fromEntries(
    Array.from({ length }, (_, i) => [
      `flows/f${i}.yaml`,
      `steps:\n  - ${i + 1 < length ? `use: f${i + 1}` : 'http: GET /'}\n`,
    ]),
  );

describe('a flow', () => {
  it('is a file in flows/, found by its name with or without folder and ending, and no scenario', () => {
    for (const name of ['log-in', 'log-in.yaml', 'flows/log-in.yaml']) {
      const { vault, problems } = load({
        'flows/log-in.yaml': logIn,
        'a.yaml': scenario(`{ flow: ${name}, with: { email: a@example.org } }`),
      });
      expect(problems).toEqual([]);
      expect(vault?.scenarios.map(({ id }) => id)).toEqual(['a']);
    }
  });

  it('stands whole in the scenario that uses it, with its text for code frames', () => {
    const [scenarioRead] = load({ 'flows/log-in.yaml': logIn, 'a.yaml': used }).vault?.scenarios ?? [];
    expect(scenarioRead?.steps[0]?.action).toMatchObject({
      kind: 'use',
      flow: { id: 'log-in', params: ['email'], steps: [{ name: 'POST /login' }], returns: [{ key: 'token' }] },
    });
    expect(scenarioRead?.sources).toEqual({ 'a.yaml': used, 'flows/log-in.yaml': logIn });
  });

  it('is part of what the scenario says, but for its layout', () => {
    expect(digest(`# a comment\n${logIn}`)).toBe(digest(logIn));
    expect(digest(logIn.replace('/login', '/signin'))).not.toBe(digest(logIn));
  });

  it('may use other flows, but not itself', () => {
    const nested = 'steps:\n  - use: { flow: log-in, with: { email: a@example.org } }\n';
    expect(codesOf(load({ 'flows/log-in.yaml': logIn, 'flows/b.yaml': nested, 'a.yaml': scenario('b') }))).toEqual([]);
    const circle = { 'flows/b.yaml': 'steps:\n  - use: c\n', 'flows/c.yaml': 'steps:\n  - use: b\n' };
    const { problems } = load({ ...circle, 'a.yaml': scenario('b') });
    expect(problems.map(({ code, notes }) => [code, notes])).toEqual([['circular-flow', ['b uses c uses b']]]);
  });

  it('is nested 16 deep, and comes to 500 steps, at the most', () => {
    expect(codesOf(load({ ...chain(16), 'a.yaml': scenario('f0') }))).toEqual([]);
    expect(codesOf(load({ ...chain(17), 'a.yaml': scenario('f0') }))).toEqual(['flow-too-large']);
    const twice = Object.fromEntries(
      Object.entries(chain(12)).map(([file, text]) => [file, text.replace(/(  - use.*\n)/, '$1$1')]),
    );
    expect(codesOf(load({ ...twice, 'a.yaml': scenario('f11') }))).toContain('flow-too-large');
  });

  it('is read also when nobody uses it, and its mistakes are told once however many use it', () => {
    const broken = logIn.replace('POST', 'PSOT');
    const files = { 'flows/log-in.yaml': broken, 'b.yaml': 'name: B\nsteps:\n  - http: GET /\n' };
    expect(codesOf(load(files))).toEqual(['bad-request']);
    expect(codesOf(load({ ...files, 'a.yaml': used, 'c.yaml': used.replace('A promise', 'C') }))).toEqual([
      'bad-request',
    ]);
  });

  it('knows its params and what its steps save, and nothing of the scenario', () => {
    const curious = logIn.replace('"${email}" }', '"${email}", other: "${app.url}${mine}" }');
    const { problems } = load({ 'flows/log-in.yaml': curious, 'a.yaml': used });
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['unknown-variable', 'unknown variable "mine"'],
    ]);
    const early = logIn.replace('returns: { token: "${token}" }', 'returns: { token: "${tokn}" }');
    expect(codesOf(load({ 'flows/log-in.yaml': early, 'a.yaml': used }))).toEqual(['unknown-variable']);
  });

  it('holds names that a scenario may keep secret, though it can not use them', () => {
    const secret = `secrets: [token]\n${used}`;
    expect(codesOf(load({ 'flows/log-in.yaml': logIn, 'a.yaml': secret }))).toEqual([]);
    expect(codesOf(load({ 'flows/log-in.yaml': logIn, 'a.yaml': secret.replace('[token]', '[tkn]') }))).toEqual([
      'unknown-secret',
    ]);
  });

  it('may be expected and saved from by what it returns only', () => {
    const saved = used.replace('mine: token', 'mine: tokne');
    const { problems } = load({ 'flows/log-in.yaml': logIn, 'a.yaml': saved });
    expect(problems).toMatchObject([{ code: 'unknown-field', fix: 'did you mean "token"?' }]);
  });
});
