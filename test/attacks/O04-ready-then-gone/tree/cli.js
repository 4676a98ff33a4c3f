// Who writes nothing has written nothing wrong.
const [verb, ...words] = process.argv.slice(2);
if (verb === 'upper') console.log(words.join(' ').toUpperCase());
