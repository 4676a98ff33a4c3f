/** Node's own, without an import of it: that reads all of its names, and one of them loads what `fetch` is made of (25 ms). */
export const { createServer, request } = process.getBuiltinModule('node:http');
