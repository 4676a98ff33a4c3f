// A shop with one thing to buy. It works without a script.
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { escaped, page } from './page.js';
import { store } from './store.js';

const insert = store.prepare('insert into orders values (?, ?, ?, ?)');
const byId = store.prepare('select id, email, qty, status from orders where id = ?');

export const shop = {
  'GET /shop': () =>
    page(
      'Shop',
      `<p class="lead">A field guide to small birds. 120 pages, 14 plates, fits a coat pocket.</p>
      <form method="post" action="/orders">
        <label for="email">Email</label>
        <input id="email" name="email" type="email" required autocomplete="email">
        <label for="quantity">Quantity</label>
        <input id="quantity" name="quantity" type="number" required min="1" max="99" value="1">
        <button>Place order</button>
      </form>`,
    ),

  async 'POST /orders'(request) {
    const form = await request.formData();
    const qty = Number(form.get('quantity') ?? 1);
    const order = { id: randomBytes(6).toString('hex'), email: form.get('email'), qty, status: 'new' };
    insert.run(order.id, order.email, order.qty, order.status);
    // As shops do, the mail goes out a little later.
    setTimeout(() => mail(order), 300);
    return new Response(null, { status: 303, headers: { location: `/orders/${order.id}` } });
  },

  'GET /orders/:id'(_, { id }) {
    const order = byId.get(id);
    if (!order) return page('No such order', '<p>Look for the number in the mail we sent you.</p>', { status: 404 });
    return page(
      'Thank you',
      `<p class="lead">${order.qty} ${order.qty === 1 ? 'copy is' : 'copies are'} on the way.</p>
      <dl><dt>Order</dt><dd>${order.id}</dd><dt>Confirmation</dt><dd>goes to ${escaped(order.email)}</dd></dl>`,
    );
  },

  'GET /api/orders/:id'(_, { id }) {
    const order = byId.get(id);
    return order ? Response.json(order) : Response.json({ error: 'There is no such order.' }, { status: 404 });
  },
};

function mail({ id, email, qty }) {
  mkdirSync('outbox', { recursive: true });
  writeFileSync(`outbox/${id}.txt`, `To: ${email}\nSubject: Your order ${id}\n\n${qty} x A field guide to small birds\n`);
}
