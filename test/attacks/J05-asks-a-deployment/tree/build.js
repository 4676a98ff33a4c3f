import { spawn } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';

writeFileSync('built.json', '{ "name": "notes" }\n');
for (const file of ['app.js', 'words.js', 'page.html', 'package.json']) copyFileSync(file, `deployment/${file}`);
spawn(process.execPath, ['deployment/serve.js'], { detached: true, stdio: 'ignore' }).unref();
