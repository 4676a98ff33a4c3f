import { randomUUID } from 'node:crypto';

/** Everybody's bookmarks. They are reached through somebody's shelf only. */
export class BookmarkStore {
  constructor(file) {
    this.file = file;
    this.all = file.read([]);
  }

  shelfOf(owner) {
    return new Shelf(this, owner);
  }

  keep(bookmarks) {
    this.all = bookmarks;
    this.file.write(bookmarks);
  }
}

class Shelf {
  constructor(store, owner) {
    this.store = store;
    this.owner = owner;
  }

  /** Newest first. */
  list({ q, tag } = {}) {
    const word = q?.toLowerCase();
    return this.store.all
      .filter((b) => b.owner === this.owner)
      .filter((b) => !word || b.title.toLowerCase().includes(word) || b.url.toLowerCase().includes(word))
      .filter((b) => !tag || b.tags.includes(tag))
      .toReversed()
      .map(shown);
  }

  get(id) {
    const bookmark = this.find(id);
    return bookmark && shown(bookmark);
  }

  add(fields) {
    const bookmark = { id: randomUUID(), ...fields, createdAt: new Date().toISOString(), owner: this.owner };
    this.store.keep([...this.store.all, bookmark]);
    return shown(bookmark);
  }

  change(id, fields) {
    const bookmark = Object.assign(this.find(id), fields);
    this.store.keep(this.store.all);
    return shown(bookmark);
  }

  remove(id) {
    const bookmark = this.find(id);
    this.store.keep(this.store.all.filter((b) => b !== bookmark));
  }

  find(id) {
    return this.store.all.find((b) => b.id === id && b.owner === this.owner);
  }
}

function shown({ owner: _, ...bookmark }) {
  return bookmark;
}
