import express from 'express';

const app = express();
app.get('/hello/:name', (request, response) => response.json({ hello: request.params.name }));

// Some applications take their time before they listen.
setTimeout(() => app.listen(Number(process.env.PORT), '127.0.0.1'), Number(process.env.WAIT ?? 0));
