import Hapi from '@hapi/hapi';
import Inert from '@hapi/inert';

const server = Hapi.server({ port: Number(process.env.PORT), host: '127.0.0.1' });
await server.register(Inert);
server.route({ method: 'GET', path: '/{file*}', handler: { directory: { path: 'public', redirectToSlash: true } } });
await server.start();
