import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A value kept in a JSON file. A write replaces the file in one step. */
export class JsonFile {
  constructor(path) {
    this.path = path;
  }

  read(otherwise) {
    try {
      return JSON.parse(readFileSync(this.path, 'utf8'));
    } catch (error) {
      if (error.code === 'ENOENT') return otherwise;
      throw error;
    }
  }

  write(value) {
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(`${this.path}.new`, JSON.stringify(value, null, 2));
    renameSync(`${this.path}.new`, this.path);
  }
}
