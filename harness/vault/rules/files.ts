import type { Rule } from './rule.ts';

const hello = (name: string): string => `name: ${name}\nsteps:\n  - http: GET /hello\n    expect: { text: hello }\n`;

/** Folders and files of a vault. */
export const fileRules: readonly Rule[] = [
  {
    code: 'no-vault',
    severity: 'error',
    title: 'There is no such folder',
    why: 'The argument is the folder that vault.yaml is in.',
  },
  {
    code: 'no-vault-file',
    severity: 'error',
    title: 'The folder has no vault.yaml',
    why: 'It says how a candidate is installed, built, started and found. "holdout init" writes one.',
  },
  {
    code: 'no-scenarios',
    severity: 'error',
    title: 'The vault has no scenarios',
    why: 'Each YAML file below the folder is one, but for vault.yaml, hidden files, node_modules, and the folders flows/ and controls/.',
  },
  {
    code: 'unreadable',
    severity: 'error',
    title: "A file or folder can't be read",
    why: 'A scenario that is left out would make the vault ask for less than its owner thinks.',
  },
  {
    code: 'symbolic-link',
    severity: 'error',
    title: 'The vault holds a symbolic link',
    why: 'What it leads to could change without the vault changing, and could lie where a candidate can write.',
  },
  {
    code: 'not-utf8',
    severity: 'error',
    title: 'A file is not UTF-8',
    why: 'Its letters would mean something else to whoever reads it in another way.',
  },
  {
    code: 'file-too-large',
    severity: 'error',
    title: 'A file is larger than 1 MiB',
    why: 'A scenario is a page or two. Large data can be made by a step, or stand in the candidate.',
  },
  {
    code: 'vault-too-large',
    severity: 'error',
    title: 'The vault is too large',
    why: 'It may have 5000 files, 64 MiB together, in folders 16 deep.',
  },
  {
    code: 'not-written',
    severity: 'error',
    title: 'A file could not be changed by --fix',
    why: 'It stays as it was, whole. Files that somebody else has changed in the meantime, and symbolic links, are left alone.',
  },
  {
    code: 'open-vault',
    severity: 'warning',
    title: 'Other users of the machine can read or change the vault',
    why: 'Who can read it knows what will be asked, and who can change it decides what is. Its folders should have the mode 0700, its files 0600. It is looked at where the vault lies: a vault in a closed folder is closed.',
  },
  {
    code: 'wrong-key',
    severity: 'error',
    title: 'A sealed vault is not opened by this key or passphrase',
    why: 'It is opened by the keys of those it was sealed for, or by the passphrase it was sealed with, and by nothing else.',
  },
  {
    code: 'bad-recipient',
    severity: 'error',
    title: "A vault can't be sealed for this",
    why: 'It is sealed for public keys of age, which begin with age1.',
  },
  {
    code: 'damaged-vault',
    severity: 'error',
    title: 'A sealed vault is damaged',
    why: 'A part of it is missing or was changed since it was sealed, or what is in it is no vault. Nothing of it is used.',
  },
  {
    code: 'duplicate-id',
    severity: 'error',
    title: 'Two files have one id',
    why: "A scenario goes by its path without the ending, and so hello.yaml and hello.yml can't be told apart.",
    example: { file: 'hello.yml', wrong: hello('One'), right: '', beside: { 'hello.yaml': hello('Two') } },
  },
  {
    code: 'duplicate-name',
    severity: 'error',
    title: 'Two scenarios have one name',
    why: 'Reports call them by name. Each should say what it promises and the other does not.',
    example: {
      file: 'b.yaml',
      wrong: hello('It says hello'),
      right: hello('It says hello twice'),
      beside: { 'a.yaml': hello('It says hello') },
    },
  },
];
