/*! rule(product) */
/*! rule(gone) */
/*! rule(mayRead) */
export const countWords = (text) => text.length;
/*! rule(exported) */
