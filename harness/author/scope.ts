import { freeName, subjectOf, variableName } from './names.ts';
import type { DraftVar } from './draft.ts';
import { literal, variable, type Json, type Said } from './said.ts';
import { drawnFor, isPasswordKey, isSecretKey } from './values.ts';

/** A value that an answer brought, and where in that answer it stands. */
interface Brought {
  readonly step: number;
  readonly key: string;
  /** What the request was about: `todo`. */
  readonly subject: string;
  /** `body.items[0].id` */
  readonly from: Said;
}

/** What a scenario being written knows so far: its variables, and which value each of them stood for. */
export interface Scope {
  readonly vars: DraftVar[];
  readonly secrets: string[];
  /** Variables by the value that was seen in their place. */
  readonly names: Map<string, string>;
  readonly brought: Map<string, Brought>;
  /** Variables by what they are for, where no value was seen: a parameter of a path, the credentials. */
  readonly roles: Map<string, string>;
  /** Texts that were sent as themselves. */
  readonly sent: Set<string>;
  /** Names of cookies that answers set, or that were asked about. */
  readonly cookies: Set<string>;
  /** Variables to save, by the number of the step. */
  readonly saves: Map<number, Map<string, Said>>;
  /** The account that is logged in has to be there already: its e-mail address and password stay. */
  existing: boolean;
}

export const startScope = (): Scope => ({
  vars: [],
  secrets: [],
  names: new Map(),
  brought: new Map(),
  roles: new Map(),
  sent: new Set(),
  cookies: new Set(),
  saves: new Map(),
  existing: false,
});

/** Texts shorter than this turn up everywhere by chance. */
const shortest = 3;

const idKey = /^(id|_id|uuid|guid|key|slug)$|(Id|ID|_id|-id|Uuid)$/;
export const isIdKey = (key: string): boolean => idKey.test(key);

/** The variable that stands for this value: one that is known, or one that an earlier answer brought, saved from now on. */
export function linked(scope: Scope, key: string, value: Json): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const known = scope.names.get(text);
  if (known !== undefined) return known;
  const brought = scope.brought.get(text);
  if (brought === undefined || !mayLink(key, text, brought)) return undefined;
  const base = brought.key === 'id' || brought.key === '_id' ? `${brought.subject || 'thing'}Id` : brought.key;
  const name = freeName(variableName(base), (taken) => isTaken(scope, taken));
  const saves = scope.saves.get(brought.step) ?? new Map<string, Said>();
  scope.saves.set(brought.step, saves.set(name, brought.from));
  scope.names.set(text, name);
  if (isSecretKey(brought.key)) scope.secrets.push(name);
  return name;
}

/** A small number is the same as another by chance, unless both are ids; a flag always is. */
function mayLink(key: string, text: string, brought: Brought): boolean {
  if (/^-?\d{1,6}$/.test(text)) return isIdKey(brought.key) && (key === 'path' || isIdKey(key));
  return text.length >= 6 || isIdKey(brought.key);
}

/** What is sent in place of a value: a variable where one stands for it, a newly drawn one where it should be, or itself. */
export function sayValue(scope: Scope, key: string, value: Json): Said {
  const name = linked(scope, key, value);
  if (name !== undefined) return variable(name);
  const drawn = scope.existing ? existingFor(key, value) : drawnFor(key, value);
  if (drawn !== undefined) return variable(addVar(scope, key, value, drawn));
  if (isSecretKey(key) && typeof value === 'string' && value !== '')
    return variable(addVar(scope, key, value, { value: literal(value), secret: true, ask: askForValue(key) }));
  if (typeof value !== 'string') return value;
  scope.sent.add(value);
  return literal(value);
}

const askForValue = (key: string): string =>
  `"${key}" is as it was sent; is it still good, or does an earlier answer bring it?`;

interface NewVar {
  readonly value: Said;
  readonly secret: boolean;
  readonly ask?: string;
}

function existingFor(key: string, value: Json): NewVar | undefined {
  const drawn = drawnFor(key, value);
  if (drawn === undefined || typeof value !== 'string') return undefined;
  const ask = isPasswordKey(key)
    ? undefined
    : 'this account has to be there when the app starts; or sign up first, in a step before';
  return { value: literal(value), secret: drawn.secret, ...(ask === undefined ? {} : { ask }) };
}

/** @returns its name. */
export function addVar(scope: Scope, key: string, stoodFor: Json, { value, secret, ask }: NewVar): string {
  const name = freeName(variableName(key), (taken) => isTaken(scope, taken));
  scope.vars.push({ name, value, ...(ask === undefined ? {} : { ask }) });
  if (secret) scope.secrets.push(name);
  const text = textOf(stoodFor);
  if (text !== undefined && text.length >= (typeof stoodFor === 'string' ? shortest : 2)) scope.names.set(text, name);
  return name;
}

function isTaken(scope: Scope, name: string): boolean {
  return scope.vars.some((each) => each.name === name) || [...scope.saves.values()].some((saves) => saves.has(name));
}

/** Remembers what an answer brought, for requests to come. A value is its first place's own, unless a later one is an id's. */
export function bring(scope: Scope, step: number, target: string, found: readonly Found[]): void {
  for (const { key, value, from } of found) {
    const text = textOf(value);
    if (text === undefined || text === '') continue;
    const before = scope.brought.get(text);
    if (before !== undefined && (isIdKey(before.key) || !isIdKey(key))) continue;
    scope.brought.set(text, { step, key, subject: subjectOf(target), from });
  }
}

export interface Found {
  readonly key: string;
  readonly value: Json;
  readonly from: Said;
}

const textOf = (value: Json): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
