// What would it cost? Prices are whole cents, and so are discounts.
const percentOff = { TEN: 10, HALF: 50 };

export const quotes = {
  async 'POST /api/quote'(request) {
    const { coupon, items } = await request.json();
    const lines = items.map(({ sku, price, qty }) => ({ sku, qty, price, amount: price * qty }));
    const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0);
    const discount = Math.round((subtotal * (percentOff[coupon] ?? 0)) / 100);
    return Response.json({ items: lines, subtotal, discount, total: subtotal - discount });
  },
};
