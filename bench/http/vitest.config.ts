import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: process.env['OUTPUT'] ?? '',
    include: ['part-*.spec.ts'],
    maxWorkers: (process.env['PORTS'] ?? '').split(' ').length,
    reporters: 'dot',
  },
});
