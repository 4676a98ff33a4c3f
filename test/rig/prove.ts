/** How often a property is tried: a sample in `npm test`, many times more in `npm run prove`. */
export const tries = (sample: number): number => (process.env['PROVE'] === '1' ? sample * 20 : sample);
