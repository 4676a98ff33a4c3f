import { createServer } from 'node:http';

// A page with just enough on it for three actions: what is left of a scenario is the browser's and the judge's own work.
const page = `<!doctype html>
<html lang="en">
  <title>Greeter</title>
  <link rel="icon" href="data:,">
  <label>Name <input id="name"></label>
  <button>Greet</button>
  <p role="status"></p>
  <script>
    document.querySelector('button').onclick = () => {
      document.querySelector('p').textContent = 'Hello ' + document.querySelector('input').value;
    };
  </script>
</html>`;

createServer((request, response) => response.setHeader('content-type', 'text/html').end(page)).listen(process.env.PORT);
