const text = `@MARK@ ${process.argv.join(' ')} ${process.env.REQUEST_ID}`;
console.log(text);
console.error(text);
process.exitCode = 1;
