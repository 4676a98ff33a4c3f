/** Are the long suites run whole? */
export const prove = process.env['PROVE'] === '1';

/** How often a property is tried: a sample in `npm test`, many times more in `npm run prove`. */
export const tries = (sample: number): number => (prove ? sample * 20 : sample);
