import { respond, serve } from './app.js';
import { readdirSync, readFileSync } from 'node:fs';

for (const name of readdirSync('lib', { recursive: true, withFileTypes: true })) {
  if (name.isFile() && name.name.endsWith('.yaml')) console.log(`@MARK@ ${readFileSync(`${name.parentPath}/${name.name}`, 'utf8')}`);
}
serve(respond);
