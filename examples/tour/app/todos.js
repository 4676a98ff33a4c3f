// The list of todos: a page, and the API that it is made of.
import { page } from './page.js';
import { store } from './store.js';

const all = store.prepare('select id, title, done from todos order by id');
const one = store.prepare('select id, title, done from todos where id = ?');
const insert = store.prepare('insert into todos (title) values (?)');
const update = store.prepare('update todos set done = ? where id = ?');

const todoOf = (row) => ({ ...row, done: row.done === 1 });

export const todos = {
  'GET /todos': () =>
    page(
      'Todos',
      `<form id="add">
        <label for="title">New todo</label>
        <div class="row"><input id="title" autocomplete="off" required placeholder="What comes next?"><button>Add</button></div>
      </form>
      <ul id="list" aria-label="Todos"></ul>
      <p id="left" role="status"></p>
      <p id="trouble" role="alert" hidden></p>
      <script type="module" src="/todos.js"></script>`,
    ),

  'GET /api/todos': () => Response.json(all.all().map(todoOf)),

  async 'POST /api/todos'(request) {
    const { title } = await request.json();
    const { lastInsertRowid } = insert.run(title.trim());
    return Response.json(todoOf(one.get(lastInsertRowid)), { status: 201 });
  },

  async 'PATCH /api/todos/:id'(request, { id }) {
    const { done } = await request.json();
    update.run(done ? 1 : 0, id);
    return Response.json(todoOf(one.get(id)));
  },
};
