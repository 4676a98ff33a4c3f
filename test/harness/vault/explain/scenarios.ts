/** A vault whose scenarios have every kind of step, act, matcher, value and function. */
export const explained: { readonly [file: string]: string } = {
  'vault.yaml': `name: Shop
candidate:
  start: node server.js
  port: 3000
  bin: { shop: node cli.js }
  db: { main: { sqlite: data/app.db }, log: { sqlite: data/log.db } }
gate:
  pass: 3 of 4
  mustPass: [tag:money]
limits: { trial: 90s }
`,
  'flows/log-in.yaml': `params: [email]
steps:
  - name: ask for a link
    http: { request: POST /login, json: { email: "\${email}" } }
  - name: open it
    http: GET /link
    save: { token: body.token }
returns: { token: "\${token}" }
`,
  'requests.yaml': `name: Requests of every kind
description: What an owner reads first.
tags: [api, money]
weight: 3
hint: Orders belong to whoever placed them.
vars:
  email: \${random.email()}
  password: \${random.string(16)}
  who: \${random.word()} \${random.pick('Jr.', 'Sr.')}
  id: \${random.uuid()}
  qty: \${random.int(2, 9)}
  total: \${round(max(qty, 3) * (price - 1) / 2)}
  odds: "\${abs(floor(-1.5)) + ceil(min(1, 2)) % len('abc')}"
  coded: \${json(lower(base64(sha256(upper(who)))))} at \${now()}
secrets: [password]
files:
  config.json: { name: "\${who}" }
  list.csv: "a,b\\n1,2\\n"
examples:
  - { price: 10, coupon: null }
  - { price: 12.50, coupon: TEN }
before:
  - http: { request: POST /signup, form: { email: "\${email}", password: "\${password}" } }
steps:
  - name: order
    as: bob
    http:
      request: POST /orders
      bearer: \${password}x
      query: { dry: true, coupon: "\${coupon}" }
      headers: { X-Id: "\${id}" }
      json: { qty: "\${qty}", total: "\${total}", notes: ["\${odds}", "\${coded}"], gift: null }
      redirects: 2
      timeout: 3s
    expect:
      status: 2xx
      headers: { location: { $startsWith: /orders/ }, Content-Type: application/json }
      ms: { $lt: 500 }
      body: { id: $any, total: "\${total}", owner: { email: "\${email}", password: $absent } }
    save: { place: headers.location, number: "body.items[0].number", key: { from: text, regex: 'key=(\\w+)' } }
  - http: { request: "POST \${place}/photo", basic: { user: bob, password: "\${password}" }, multipart: { no: "\${number}", photo: { file: list.csv } } }
  - http: { request: "POST \${place}", text: "\${key}" }
    expect: { status: { $oneOf: [200, 204] } }
  - name: it gets done
    http: GET \${place}
    eventually: { within: 10s, every: 250ms, stopIf: { body: { state: failed } } }
    expect: { body: { state: done } }
after:
  - name: tidy up
    http: DELETE \${place}
`,
  'matchers.yaml': `name: Matchers of every kind
vars: { word: "\${random.word()}" }
steps:
  - name: words
    http: GET /\${word}
    expect:
      body:
        a: $any
        b: $string
        c: $nonempty
        d: $number
        e: $integer
        f: $boolean
        g: $array
        h: $object
        i: $uuid
        j: $email
        k: $url
        l: $date
        m: $datetime
        n: $absent
  - name: operators
    http: GET /\${word}
    expect:
      text: { $contains: [one, "\${word}"], $endsWith: "!", $inOrder: [one, two, three] }
      body:
        exact: { $equals: { a: [1, true] } }
        other: { $not: 0 }
        neither: { $not: { $oneOf: [a, $uuid] } }
        without: { $not: { $contains: secret } }
        unlike: { $not: { $matches: /secret/i } }
        unnumbered: { $not: { $gt: 3 } }
        choice: { $oneOf: [new, $integer] }
        perhaps: { $optional: { $gte: 1, $lte: 5 } }
        pattern: { $matches: ['^\\d+$', '/x/i'] }
        near: { $closeTo: [9.99, 0.01] }
        empty: ""
        items: { $length: { $gt: 2 }, $each: { sku: $nonempty }, $contains: [{ sku: A-1 }, $string] }
        tags: { $unordered: [a, b] }
        list: [1, { a: 2 }]
        none: []
        deep: { $schema: { type: object, required: [id] } }
        inner: { $json: { $length: 2 } }
  - name: lines
    run: shop list
    expect: { exit: 0, stdout: { $lines: [first, { $startsWith: sec }] }, stderr: "" }
`,
  'places.yaml': `name: Programs, files, databases, flows
vars: { email: "\${random.email()}", name: "\${random.word()} \${random.word()}" }
steps:
  - name: sign in
    use: { flow: log-in, with: { email: "\${email}" } }
    expect: { token: $nonempty }
    save: { token: token }
  - name: import
    run: { command: [shop, import, "\${name}", -v, 3], stdin: "a\\nb", env: { TOKEN: "\${token}" }, cwd: data, timeout: 5s }
    expect: { exit: { $not: 0 }, stdout: $any }
  - file: \${app.dir}/out/\${name}.txt
    eventually: 5s
    expect: { text: "\${app.url} \${work.dir}", size: { $lte: 100 } }
  - file: lock
    expect: { exists: false }
  - name: rows
    db: { query: "select *\\n from t where a = ? and b = ?", params: ["\${name}", 1], source: log }
    expect: { count: 1, rows: [{ a: "\${name}" }] }
`,
  'browser.yaml': `name: A page, and all that one can do on it
mustPass: true
timeout: 20s
vars: { title: "Buy \${random.word()}" }
files: { photo.png: x }
steps:
  - name: everything
    as: ann
    browser:
      - goto: /todos
      - reload
      - back
      - dialog: accept
      - fill: { label: Title, value: "\${title}" }
      - fill: { placeholder: Search, value: "" }
      - press: Enter
      - press: { key: Control+A, role: textbox }
      - check: { role: checkbox, name: "\${title}", exact: true }
      - uncheck: { testId: done }
      - select: { label: Colour, value: red }
      - hover: { text: { $matches: /more/i } }
      - dblclick: { role: cell, nth: 2 }
      - upload: { label: Photo, files: [photo.png] }
      - click: { role: button, name: Save, in: { role: dialog }, nth: 0 }
      - click: { css: "#x", nth: -1 }
      - see: { $oneOf: [{ role: link, name: Next }, { role: button, name: Next }] }
      - see: { role: listitem, hasText: "\${title}", count: 2 }
      - see: { role: checkbox, checked: true, enabled: false }
      - see: { label: Title, value: "" }
      - see: { label: Title, value: { $matches: /Buy/ } }
      - see: { role: row, count: { $gte: 3 } }
      - notSee: { role: alert }
    expect: { url: /todos, title: $nonempty, text: { $contains: "\${title}" } }
    save: { heading: title }
  - browser:
      - goto: /\${heading}
      - see: { role: main }
`,
};
