import { createApp } from './src/app.js';
import { settings } from './src/settings.js';

const port = Number(process.env.PORT ?? 3000);
const app = createApp(settings(process.env));

app.listen(port, () => console.log(`Linkshelf is at http://localhost:${port}`));
