import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '../../../../harness/vault/fix/write.ts';
import { sourceOf } from '../../../../harness/vault/source.ts';
import { inVault } from '../rig.ts';

const before = sourceOf('a.yaml', 'nmae: é\r\n');
const after = sourceOf('a.yaml', 'name: é\r\n');

describe('a changed file', () => {
  it('takes the place of the old one, with its rights and its byte order mark, and leaves nothing beside it', () => {
    inVault({ 'a.yaml': `\ufeff${before.text}` }, (dir) => {
      const path = join(dir, 'a.yaml');
      chmodSync(path, 0o640);
      expect(replaceFile(dir, before, after)).toBeUndefined();
      expect(readFileSync(path, 'utf8')).toBe(`\ufeff${after.text}`);
      expect(statSync(path).mode & 0o777).toBe(0o640);
      expect(readdirSync(dir)).toEqual(['a.yaml']);
    });
  });

  it('is not written over what somebody else has written in the meantime', () => {
    inVault({ 'a.yaml': 'other' }, (dir) => {
      expect(replaceFile(dir, before, after)?.code).toBe('not-written');
      expect(readFileSync(join(dir, 'a.yaml'), 'utf8')).toBe('other');
    });
  });

  it('is not written through a symbolic link', () => {
    inVault({ 'target.txt': before.text }, (dir) => {
      symlinkSync(join(dir, 'target.txt'), join(dir, 'a.yaml'));
      expect(replaceFile(dir, before, after)?.code).toBe('not-written');
      expect(readFileSync(join(dir, 'target.txt'), 'utf8')).toBe(before.text);
    });
  });

  it('is a Problem when the folder is gone', () => {
    expect(replaceFile('/nowhere/at/all', before, after)?.message).toBe("a.yaml can't be written (ENOENT)");
  });

  it('is another file than the old one, so that no reader sees half of it', () => {
    inVault({ 'a.yaml': before.text }, (dir) => {
      const { ino } = statSync(join(dir, 'a.yaml'));
      replaceFile(dir, before, after);
      expect(statSync(join(dir, 'a.yaml')).ino).not.toBe(ino);
    });
  });
});
