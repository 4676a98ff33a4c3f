/** A tiny router: each route is a pattern such as `GET /things/:id` and the handlers that run in turn. */
export class Router {
  #routes = [];

  on(route, ...handlers) {
    const [method, path] = route.split(' ');
    const pattern = new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[\\w-]+)')}$`);
    this.#routes.push({ method, pattern, handlers });
    return this;
  }

  /** Runs the matching route's handlers until one returns an answer. Undefined when no route matches. */
  async handle(context) {
    for (const { method, pattern, handlers } of this.#routes) {
      const match = method === context.method && pattern.exec(context.url.pathname);
      if (!match) continue;
      context.params = match.groups ?? {};
      for (const handler of handlers) {
        const answer = await handler(context);
        if (answer) return answer;
      }
    }
    return undefined;
  }
}
