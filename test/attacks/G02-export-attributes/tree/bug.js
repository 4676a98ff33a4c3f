export const wrong = true;
