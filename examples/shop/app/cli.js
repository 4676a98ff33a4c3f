// The shop's command-line program: `shop import FILE|-` and `shop list [--json]`. It keeps stock.json in the current folder.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [command, ...args] = process.argv.slice(2);
const stock = existsSync('stock.json') ? JSON.parse(readFileSync('stock.json', 'utf8')) : [];

if (command === 'import') {
  const { shelf = 'none' } = existsSync('config.json') ? JSON.parse(readFileSync('config.json', 'utf8')) : {};
  const [head, ...rows] = readFileSync(args[0] === '-' ? 0 : args[0], 'utf8').trim().split('\n');
  if (head !== 'title,copies') {
    process.stderr.write('The header must be "title,copies".\n');
    process.exit(1);
  }
  const added = rows.map((row) => row.split(',')).map(([title, copies]) => ({ title, copies: Number(copies), shelf }));
  writeFileSync('stock.json', JSON.stringify([...stock, ...added]));
  process.stdout.write(`\u001b[32m${added.length} books imported\u001b[0m\n`);
} else if (command === 'list') {
  process.stdout.write(args[0] === '--json' ? JSON.stringify(stock) : stock.map(({ title, copies }) => `${copies} ${title}\n`).join(''));
} else {
  process.stderr.write('Usage: shop import FILE|-, shop list [--json]\n');
  process.exit(2);
}
