/** A believable mistake in the tour's app, and where its scenario catches it. */
export interface Fault {
  /** The branch that has it. */
  readonly branch: string;
  readonly mistake: string;
  /** The only scenario that it fails. */
  readonly scenario: string;
  /** Where each caret stands, as `line:column`, and what is above it. */
  readonly carets: readonly (readonly [at: string, text: string])[];
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly right: string;
  readonly wrong: string;
}

/** Three for each scenario. */
export const faults: readonly Fault[] = [
  {
    branch: 'answers-with-password',
    mistake: 'The answer to a sign-up is made from the whole request.',
    scenario: 'sign-up',
    carets: [['16:54', '$absent']],
    file: 'accounts.js',
    right: 'Response.json(account, { status: 201 })',
    wrong: 'Response.json({ ...account, password }, { status: 201 })',
  },
  {
    branch: 'lets-strangers-in',
    mistake: 'Without a token, whoever logged in last is taken to be the one who asks.',
    scenario: 'sign-up',
    carets: [['33:23', '401']],
    file: 'accounts.js',
    right: 'return token && byToken.get(token);',
    wrong: "return byToken.get(token ?? store.prepare('select token from sessions order by rowid desc').get()?.token);",
  },
  {
    branch: 'never-finishes',
    mistake: 'The export waits for rows from jobs that there never were.',
    scenario: 'sign-up',
    carets: [
      ['45:23', 'done'],
      ['45:37', '$gte'],
    ],
    file: 'accounts.js',
    right: 'job.rows = 1 + earlier.length;',
    wrong: 'if (earlier.length === 0) return;\n  job.rows = earlier.length;',
  },
  {
    branch: 'keeps-the-field',
    mistake: 'The field still holds the title after it was added.',
    scenario: 'todos',
    carets: [['12:40', '""']],
    file: 'public/todos.js',
    right: "    byId('title').value = '';\n",
    wrong: '',
  },
  {
    branch: 'counts-done-ones',
    mistake: 'The line below the list counts all todos.',
    scenario: 'todos',
    carets: [['16:9', 'see']],
    file: 'public/todos.js',
    right: '.filter(({ done }) => !done).length',
    wrong: '.length',
  },
  {
    branch: 'forgets-the-tick',
    mistake: 'A tick is answered, and never stored.',
    scenario: 'todos',
    carets: [['20:59', 'true']],
    file: 'todos.js',
    right: 'update.run(done ? 1 : 0, id);\n    return Response.json(todoOf(one.get(id)));',
    wrong: 'return Response.json({ ...todoOf(one.get(id)), done });',
  },
  {
    branch: 'talks-on-stderr',
    mistake: 'Progress goes to standard error.',
    scenario: 'notes',
    carets: [['18:15', '""']],
    file: 'notes.js',
    right: '  check(header);\n',
    wrong: "  check(header);\n  process.stderr.write('Reading ...\\n');\n",
  },
  {
    branch: 'done-is-text',
    mistake: 'What stands in the column "done" is kept as it stands there.',
    scenario: 'notes',
    carets: [
      ['24:46', 'false'],
      ['25:42', 'true'],
    ],
    file: 'notes.js',
    right: "done: done === 'true'",
    wrong: 'done',
  },
  {
    branch: 'keeps-half',
    mistake: 'The header is looked at after the notes were kept.',
    scenario: 'notes',
    carets: [['37:43', '2']],
    file: 'notes.js',
    right: '  check(header);\n  const added = lines.map(noteOf);\n  keep([...notes, ...added]);\n',
    wrong: '  const added = lines.map(noteOf);\n  keep([...notes, ...added]);\n  check(header);\n',
  },
  {
    branch: 'orders-one',
    mistake: 'The quantity is read from a field that the form does not have.',
    scenario: 'order',
    carets: [['20:39', '"${qty}"']],
    file: 'shop.js',
    right: "form.get('quantity') ?? 1",
    wrong: "form.get('qty') ?? 1",
  },
  {
    branch: 'never-commits',
    mistake: 'A transaction is opened and not closed, so only the app itself ever sees the order.',
    scenario: 'order',
    carets: [['25:21', '[{ email: "${email}", qty: "${qty}" }]']],
    file: 'shop.js',
    right: '    insert.run(order.id',
    wrong: "    if (!store.isTransaction) store.exec('begin');\n    insert.run(order.id",
  },
  {
    branch: 'mails-one',
    mistake: 'The mail always speaks of one copy.',
    scenario: 'order',
    carets: [['29:23', '$contains']],
    file: 'shop.js',
    right: '${qty} x A field guide',
    wrong: '1 x A field guide',
  },
  {
    branch: 'half-is-fifty-cents',
    mistake: 'The coupon HALF takes off 50 cents.',
    scenario: 'quotes',
    carets: [['22:18', '$closeTo']],
    file: 'quotes.js',
    right: 'const discount = ',
    wrong: "const discount = coupon === 'HALF' ? 50 : ",
  },
  {
    branch: 'remembers-quotes',
    mistake: 'A quote is looked up by what was asked for, whatever the quantity.',
    scenario: 'quotes',
    carets: [['28:33', '"${subtotal * 2}"']],
    file: 'quotes.js',
    right: 'const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0);',
    wrong:
      'const key = items.map(({ sku }) => sku).join();\n    globalThis.known ??= {};\n' +
      '    const subtotal = (known[key] ??= lines.reduce((sum, { amount }) => sum + amount, 0));',
  },
  {
    branch: 'needs-a-coupon',
    mistake: 'Nobody tried it without a coupon.',
    scenario: 'quotes',
    carets: [
      ['17:16', 'POST /api/quote'],
      ['21:19', '${subtotal}'],
      ['22:18', '$closeTo'],
      ['23:16', '[{ sku: "${sku}", qty: "${qty}" }]'],
    ],
    file: 'quotes.js',
    right: 'percentOff[coupon] ?? 0',
    wrong: 'percentOff[coupon.trim()] ?? 0',
  },
];
