import { randomUUID } from 'node:crypto';

export class BookmarkStore {
  constructor(file) {
    this.file = file;
    this.all = file.read([]);
  }

  /** Newest first. */
  list({ q, tag } = {}) {
    const word = q?.toLowerCase();
    return this.all
      .filter((b) => !word || b.title.toLowerCase().includes(word) || b.url.toLowerCase().includes(word))
      .filter((b) => !tag || b.tags.includes(tag))
      .toReversed();
  }

  get(id) {
    return this.all.find((b) => b.id === id);
  }

  add(fields) {
    const bookmark = { id: randomUUID(), ...fields, createdAt: new Date().toISOString() };
    this.all.push(bookmark);
    this.file.write(this.all);
    return bookmark;
  }

  change(id, fields) {
    const bookmark = Object.assign(this.get(id), fields);
    this.file.write(this.all);
    return bookmark;
  }

  remove(id) {
    this.all = this.all.filter((b) => b.id !== id);
    this.file.write(this.all);
  }
}
