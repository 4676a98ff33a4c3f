import { defineConfig } from 'vitest/config';

// `unit` needs nothing but Node. The others start sandboxes, servers, browsers and git: the files of `real` two at a time;
// those of `alone` one after another, since they tell by what is left on the machine, by what it can bear, or by how
// quick a page is, whether all is well.
const alone = [
  'test/e2e/{attacks,browser,cell,clean,crash,limits}.test.ts',
  'test/harness/cell/**/*.test.ts',
  'test/adapters/browser/**/*.test.ts',
];
const real = [
  'test/e2e/**/*.test.ts',
  'test/harness/candidate/**/*.test.ts',
  'test/harness/qualify/mutants/{instrument,mutator-process}.test.ts',
  'test/examples/**/*.test.ts',
  'test/adapters/**/*.test.ts',
  'test/scripts/**/*.test.ts',
  'test/integrations/**/*.test.ts',
  'test/reports/html/browser*.test.ts',
];
// No test is timed by these: they end what hangs, on a machine that may be slow.
const slow = { testTimeout: 180_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...alone, ...real],
          // Its files share a worker and its modules, which hold no state: most of the time went into importing them again.
          isolate: false,
          maxWorkers: 2,
          testTimeout: process.env['PROVE'] === '1' ? 600_000 : 60_000,
        },
      },
      { test: { name: 'real', include: real, exclude: alone, maxWorkers: 2, ...slow, sequence: { groupOrder: 1 } } },
      { test: { name: 'alone', include: alone, fileParallelism: false, ...slow, sequence: { groupOrder: 2 } } },
    ],
  },
});
