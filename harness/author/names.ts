/** `a-todo-can-be-deleted` for "A todo can be deleted!": what a scenario's file is called. */
export function fileNameOf(promise: string): string {
  const words = promise
    .normalize('NFKD')
    .replaceAll(/\p{M}|['’]/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let name = '';
  for (const word of words) {
    if (name !== '' && name.length + word.length >= 60) break;
    name = name === '' ? word.slice(0, 60) : `${name}-${word}`;
  }
  // In a vault these names mean something else.
  return ['', 'vault', 'controls', 'flows'].includes(name) ? `scenario${name === '' ? '' : `-${name}`}` : name;
}

/** `orderId` for "order-id": a variable's name. */
export function variableName(key: string): string {
  const [first = '', ...rest] = key
    .normalize('NFKD')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const joined = [first.slice(0, 1).toLowerCase() + first.slice(1), ...rest.map(capital)].join('').slice(0, 40);
  const name = /^[A-Za-z]/.test(joined) ? joined : `value${capital(joined)}`;
  return ['app', 'work', 'random'].includes(name) ? `${name}Value` : name;
}

/** `name`, or `name2` and so on when it is taken. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name;
  for (let count = 2; isTaken(free); count++) free = `${name}${count}`;
  return free;
}

/** `todo` for "todos", well enough for the name of a variable. */
function singular(word: string): string {
  if (/(ss|us|is)$/i.test(word) || word.length < 3) return word;
  if (/ies$/i.test(word)) return `${word.slice(0, -3)}y`;
  if (/(ches|shes|xes|sses)$/i.test(word)) return word.slice(0, -2);
  return word.replace(/s$/i, '');
}

/** What a path is about: `todo` for "/api/todos/7". */
export function subjectOf(path: string): string {
  const words = path
    .split('?')[0]
    ?.split('/')
    .filter((part) => /^[A-Za-z][A-Za-z_-]{2,}$/.test(part));
  const last = words?.at(-1) ?? '';
  return /^(sign-?up|register|registration)$/i.test(last) ? 'user' : singular(last);
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
