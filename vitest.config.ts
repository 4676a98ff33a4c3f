import { defineConfig } from 'vitest/config';

// `unit` needs nothing but Node; `real` starts sandboxes, servers and git, and its files run one after another so that a
// loaded machine is never the reason for a failure.
const real = [
  'test/e2e/**/*.test.ts',
  'test/harness/cell/**/*.test.ts',
  'test/harness/candidate/**/*.test.ts',
  'test/examples/**/*.test.ts',
  'test/adapters/**/*.test.ts',
  'test/scripts/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: real,
          testTimeout: process.env['PROVE'] === '1' ? 600_000 : 20_000,
        },
      },
      { test: { name: 'real', include: real, testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false } },
    ],
  },
});
