// Draws what the server knows. Nothing is shown as done before the server has it.
const byId = (id) => document.getElementById(id);
const todos = new Map();

async function ask(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return response.json();
}

function draw() {
  byId('list').replaceChildren(...[...todos.values()].map(itemOf));
  const open = [...todos.values()].filter(({ done }) => !done).length;
  byId('left').textContent = `${open} ${open === 1 ? 'item' : 'items'} left`;
}

function itemOf({ id, title, done }) {
  const item = document.createElement('li');
  const label = document.createElement('label');
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', checked: done });
  box.addEventListener('change', attempt(async () => keep(await ask('PATCH', `/api/todos/${id}`, { done: box.checked }))));
  label.append(box, ` ${title}`);
  item.append(label);
  return item;
}

function keep(todo) {
  todos.set(todo.id, todo);
  draw();
}

/** What goes wrong is said on the page. */
const attempt = (work) => async (event) => {
  event?.preventDefault();
  try {
    byId('trouble').hidden = true;
    await work();
  } catch (error) {
    byId('trouble').textContent = error.message;
    byId('trouble').hidden = false;
  }
};

byId('add').addEventListener(
  'submit',
  attempt(async () => {
    keep(await ask('POST', '/api/todos', { title: byId('title').value }));
    byId('title').value = '';
  }),
);
attempt(async () => {
  for (const todo of await ask('GET', '/api/todos')) todos.set(todo.id, todo);
  draw();
})();
