// The frame that all pages share.
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escaped = (text) => text.replaceAll(/[&<>"']/g, (character) => entities[character]);

export function page(title, content, { status = 200 } = {}) {
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${title}</title>
    <link rel="stylesheet" href="/style.css">
    <link rel="icon" href="data:,">
  </head>
  <body>
    <nav aria-label="Pages"><a href="/todos">Todos</a><a href="/shop">Shop</a></nav>
    <main>
      <h1>${title}</h1>
      ${content}
    </main>
  </body>
</html>`;
  return new Response(html, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
