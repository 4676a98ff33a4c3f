import { AsyncLocalStorage } from 'node:async_hooks';

/** Whether it is the judge that asks now. */
export const asking = new AsyncLocalStorage();
