// Everything that outlives a request is in one SQLite file.
import { mkdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

mkdirSync('data', { recursive: true });
export const store = new DatabaseSync('data/shop.db');
store.exec(`
  create table if not exists accounts (id text primary key, email text unique not null, salt blob not null, hash blob not null);
  create table if not exists sessions (token text primary key, account text not null references accounts);
  create table if not exists todos (id integer primary key, title text not null, done integer not null default 0);
  create table if not exists orders (id text primary key, email text not null, qty integer not null, status text not null);
`);
