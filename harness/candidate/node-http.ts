/** Node's own, without an import of it: that reads all of its names, and one of them loads what `fetch` is made of (25 ms). */
export const { Agent, createServer, request, STATUS_CODES } = process.getBuiltinModule('node:http');
