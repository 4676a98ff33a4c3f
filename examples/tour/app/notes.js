// `notes import [--config FILE] FILE|-` and `notes list [--json]`. The notes are in notes.json of the current folder.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { config: { type: 'string' }, json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [command, source] = positionals;
const notes = existsSync('notes.json') ? JSON.parse(readFileSync('notes.json', 'utf8')) : [];
const { defaultTag } = values.config === undefined ? {} : JSON.parse(readFileSync(values.config, 'utf8'));

if (command === 'import' && source !== undefined) {
  const [header, ...lines] = readFileSync(source === '-' ? 0 : source, 'utf8').trim().split('\n');
  check(header);
  const added = lines.map(noteOf);
  keep([...notes, ...added]);
  process.stdout.write(`${added.length} ${added.length === 1 ? 'note' : 'notes'} imported\n`);
} else if (command === 'list') {
  const lines = notes.map(({ title, done }) => `${done ? 'x' : ' '} ${title}\n`).join('');
  process.stdout.write(values.json ? JSON.stringify(notes) : lines);
} else {
  end(2, 'Usage: notes import [--config FILE] FILE|-, notes list [--json]');
}

function check(header) {
  if (header !== 'title,done') end(1, `The header has to be "title,done", and is "${header}".`);
}

function noteOf(line) {
  const [title, done] = line.split(',');
  return { title, done: done === 'true', tag: defaultTag };
}

function keep(all) {
  writeFileSync('notes.json', JSON.stringify(all, undefined, 2));
}

function end(code, message) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
