import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a vault of so many scenarios into a new folder. It has no Problems. */
export async function writeLargeVault(dir: string, scenarios: number): Promise<void> {
  await mkdir(join(dir, 'orders'), { recursive: true });
  await writeFile(join(dir, 'vault.yaml'), 'name: Orders\ncandidate: { start: node server.js, port: 3000 }\n');
  for (let index = 0; index < scenarios; index++)
    await writeFile(join(dir, 'orders', `journey-${index}.yaml`), scenario(index));
}

/** A journey in ten steps, with what scenarios have: variables, matchers, values saved and used again. */
function scenario(index: number): string {
  return `name: Journey ${index}, an order is placed, paid and found again
tags: [orders, journey-${index % 10}]
hint: An order goes through.
vars:
  email: \${random.email()}
  password: \${random.string(16)}
  price: \${random.int(101, 997)}
  quantity: \${random.int(2, 9)}
  total: \${price * quantity}
secrets: [password, token]
steps:
  - name: sign up
    http:
      request: POST /api/signup
      json: { email: "\${email}", password: "\${password}" }
    expect:
      status: 201
      body: { id: $any, email: "\${email}", password: $absent }
    save: { user: body.id }
  - name: log in
    http:
      request: POST /api/login
      json: { email: "\${email}", password: "\${password}" }
    expect: { status: 200, body: { token: $nonempty } }
    save: { token: body.token }
${Array.from({ length: 4 }, (_, order) => placed(order)).join('')}`;
}

/** Two of the steps: place an order and look at it. */
const placed = (order: number): string => `  - name: place order ${order}
    http:
      request: POST /api/orders
      bearer: \${token}
      headers: { x-request-id: "\${user}-${order}" }
      json: { items: [{ sku: "sku-${order}", price: "\${price}", quantity: "\${quantity}" }] }
    expect:
      status: { $oneOf: [200, 201] }
      headers: { content-type: application/json }
      body: { id: { $matches: '^[a-z0-9-]+$' }, total: "\${total}", items: { $length: 1 } }
    save: { order${order}: body.id }
  - name: look at order ${order}
    http: { request: "GET /api/orders/\${order${order}}", bearer: "\${token}" }
    expect:
      body:
        id: \${order${order}}
        total: { $closeTo: ["\${total}", 1] }
        status: { $oneOf: [new, paid] }
        items: [{ sku: "sku-${order}", quantity: { $gte: 2 } }]
    save: { state${order}: body.status }
`;
