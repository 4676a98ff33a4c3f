import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Content, contentIn, digestOf } from '../../../harness/history/content.ts';

describe('the files of a history', () => {
  it('are kept once, whole, for nobody else to read', () => {
    using place = stage();
    const { content, dir } = place;
    const path = put(content, 'a.png', 'one');
    expect(put(content, 'b.png', 'one')).toBe(path);
    expect(readFileSync(path, 'utf8')).toBe('one');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const folder of [dir, dirname(path), join(dir, 'drafts')]) expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(files(dir)).toEqual([basename(path)]);
    expect(content.size()).toBe(3);
  });

  it.for([
    ['a.png', '.png'],
    ['a-trace.zip', '.zip'],
    ['a', ''],
    ['a.', ''],
    ['.png', ''],
    ['a.PNG', ''],
    ['a.p/../../x', ''],
    ['a.sh;rm', ''],
    ['a.tar.gz', '.gz'],
  ])('called %s end in "%s"', ([name = '', ending = '']) => {
    using place = stage();
    const digest = digestOf(Buffer.from('one'));
    expect(place.content.pathOf(digest, name)).toBe(join(place.dir, digest.slice(0, 2), `${digest}${ending}`));
  });

  it('are removed when nobody wants them, but for what was written just now', () => {
    using place = stage();
    const { content, dir } = place;
    const [wanted, old, fresh] = ['wanted', 'old', 'fresh'].map((text) => put(content, 'a.png', text));
    for (const path of [wanted, old]) age(path);
    content.sweep((digest) => digest === digestOf(Buffer.from('wanted')));
    expect(files(dir)).toEqual([wanted, fresh].map((path) => basename(path ?? '')).toSorted());
  });

  it('count as written just now when they were written again', () => {
    using place = stage();
    const path = put(place.content, 'a.png', 'one');
    age(path);
    put(place.content, 'a.png', 'one');
    place.content.sweep(() => false);
    expect(existsSync(path)).toBe(true);
  });

  it.for(['sweep', 'sweepDrafts'] as const)('that were half written are removed by %s, once they are old', (how) => {
    using place = stage();
    const { content, dir } = place;
    const path = put(content, 'a.png', 'one');
    age(path);
    const drafts = [1, 2].map((pid) => join(dir, 'drafts', `${digestOf(Buffer.from('one'))}.${pid}`));
    for (const draft of drafts) writeFileSync(draft, 'o');
    age(drafts[0]);
    content[how](() => true);
    expect(files(dir)).toEqual([basename(path), basename(drafts[1] ?? '')].toSorted());
  });

  it('are none where nothing was kept', () => {
    using place = stage();
    const none = contentIn(join(place.dir, 'none'));
    none.sweep(() => false);
    none.sweepDrafts();
    expect(none.size()).toBe(0);
    expect(existsSync(join(place.dir, 'none'))).toBe(false);
  });

  it('leave nothing half written where the rest can’t be', () => {
    using place = stage();
    const digest = digestOf(Buffer.from('one'));
    mkdirSync(place.dir);
    writeFileSync(join(place.dir, digest.slice(0, 2)), 'in the way');
    expect(() => place.content.put(digest, 'a.png', Buffer.from('one'))).toThrow();
    expect(files(place.dir)).toEqual([digest.slice(0, 2)]);
  });
});

function stage(): { readonly dir: string; readonly content: Content } & Disposable {
  const above = mkdtempSync(join(tmpdir(), 'holdout-store-'));
  const dir = join(above, 'files');
  return { dir, content: contentIn(dir), [Symbol.dispose]: () => rmSync(above, { recursive: true }) };
}

/** @returns where it is. */
function put(content: Content, name: string, text: string): string {
  const bytes = Buffer.from(text);
  content.put(digestOf(bytes), name, bytes);
  return content.pathOf(digestOf(bytes), name);
}

const files = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted();

/** To two hours ago. */
function age(path = ''): void {
  const then = new Date(Date.now() - 7_200_000);
  utimesSync(path, then, then);
}
