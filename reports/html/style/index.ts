import { layout } from './layout.ts';
import { media } from './media.ts';
import { scenarios } from './scenarios.ts';
import { tokens } from './tokens.ts';

/**
 * The style sheet. It is text within a module, so that it goes wherever the compiler puts the code: a file beside it would
 * need a build step of its own to be published.
 */
export const pageStyle = [tokens, layout, scenarios, media].join('').trim();
