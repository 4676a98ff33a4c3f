// A small shop: the program that the runnable examples of docs/scenarios.md are about. No dependencies, nothing is kept.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const accounts = new Map(); // e-mail address -> password
const sessions = new Map(); // token -> e-mail address
const orders = new Map(); // id -> order
const discounts = { TEN: 10, HALF: 50 };

const routes = {
  'GET /health': () => json(200, { ok: true }),
  'GET /old-health': () => ({ status: 302, headers: { location: '/health' } }),

  async 'POST /api/signup'(request) {
    const { email, password } = await request.json();
    if (accounts.has(email)) return json(409, { error: 'This address has an account already.' });
    accounts.set(email, password);
    return json(201, { id: randomUUID(), email });
  },
  async 'POST /api/login'(request) {
    const isForm = request.headers.get('content-type') === 'application/x-www-form-urlencoded';
    const { email, password } = isForm ? Object.fromEntries(await request.formData()) : await request.json();
    if (!accounts.has(email) || accounts.get(email) !== password) return json(401, { error: 'Wrong address or password.' });
    const token = randomBytes(24).toString('base64url');
    sessions.set(token, email);
    return json(200, { token }, { 'set-cookie': `session=${token}; HttpOnly; Path=/` });
  },
  'GET /api/me': (request) => (user(request) ? json(200, { email: user(request) }) : json(401, { error: 'Log in first.' })),
  'POST /api/logout'(request) {
    sessions.delete(tokenOf(request));
    return { status: 204 };
  },

  async 'POST /api/quote'(request) {
    return json(200, quote(await request.json()));
  },
  async 'POST /api/orders'(request) {
    const email = user(request);
    if (!email) return json(401, { error: 'Log in first.' });
    const asked = await request.json();
    const id = randomUUID();
    const placedAt = new Date().toISOString();
    const order = {
      id, email, number: orders.size + 1, coupon: asked.coupon ?? null, ...quote(asked), items: asked.items, paid: false,
      address: { city: 'Lisbon' }, placedAt, shipsOn: placedAt.slice(0, 10), tracking: `https://shop.example/track/${id}`,
    };
    orders.set(id, order);
    // As shops do, the mail goes out a little later.
    setTimeout(() => mail(order), 300);
    return json(201, order, { location: `/api/orders/${id}` });
  },
  'GET /api/orders': (request) => json(200, [...orders.values()].filter(({ email }) => email === user(request))),

  'GET /search': (_, url) => json(200, { q: url.searchParams.get('q'), tags: url.searchParams.getAll('tag') }),
  async 'POST /upload'(request) {
    const entries = [...(await request.formData())];
    return json(201, entries.map(([name, value]) => (typeof value === 'string' ? { name, value } : { name, file: value.name, type: value.type, size: value.size })));
  },
  async 'POST /echo'(request) {
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: await request.text() };
  },
};

function order(url) {
  const found = orders.get(url.pathname.slice('/api/orders/'.length));
  return found ? json(200, found) : json(404, { error: 'There is no such order.' });
}

function quote({ items, coupon }) {
  const subtotal = items.reduce((sum, { price, qty }) => sum + price * qty, 0);
  return { subtotal, total: (subtotal * (100 - (discounts[coupon] ?? 0))) / 100 };
}

function mail({ id, email, items }) {
  mkdirSync('outbox', { recursive: true });
  writeFileSync(`outbox/${id}.txt`, `To: ${email}\n\n${items.map(({ sku, qty }) => `${qty} x ${sku}\n`).join('')}`);
}

const tokenOf = ({ headers }) =>
  headers.get('authorization')?.replace(/^Bearer /, '') ?? /session=([\w-]+)/.exec(headers.get('cookie') ?? '')?.[1];
const user = (request) => sessions.get(tokenOf(request));
const json = (status, value, headers = {}) => ({
  status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: JSON.stringify(value),
});

createServer(async (incoming, outgoing) => {
  const url = new URL(incoming.url, 'http://shop');
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
  const request = new Request(url, { method: incoming.method, headers: incoming.headers, body });
  const route = routes[`${incoming.method} ${url.pathname}`];
  const isOrder = incoming.method === 'GET' && url.pathname.startsWith('/api/orders/');
  const answer = isOrder ? order(url) : ((await route?.(request, url)) ?? json(404, { error: 'There is nothing here.' }));
  outgoing.writeHead(answer.status, answer.headers).end(answer.body);
}).listen(Number(process.env.PORT));
