import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lookAt } from '../../../harness/author/folder.ts';
import { inFolder } from './rig.ts';

it('a folder is looked at without its dependencies, its tests and what links lead to', () => {
  const files = {
    'package.json': '{}',
    'src/a.ts': 'a',
    'node_modules/x/index.js': 'x',
    'test/b.ts': 'b',
    '.git/config': 'c',
    'README.md': 'd',
    '.env.example': 'E=',
  };
  const { paths, texts } = inFolder(files, (dir) => {
    symlinkSync('/etc/passwd', join(dir, 'server.js'));
    symlinkSync('/', join(dir, 'root'));
    return lookAt(dir, 'app');
  });
  expect(paths.toSorted()).toEqual(['.env.example', 'package.json', 'src/a.ts']);
  expect(texts.get('src/a.ts')).toBe('a');
});

it('a folder of too many and too large files is looked at in part', () => {
  const many = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`${index}.js`, 'x']));
  const { paths, texts } = inFolder(
    { ...many, 'app/large.js': 'x'.repeat(300_000), '0000.js': 'y'.repeat(300_000) },
    (dir) => lookAt(dir, 'app'),
  );
  expect(paths).toHaveLength(400);
  expect(texts.get('0000.js')).toHaveLength(256 * 1024);
});
