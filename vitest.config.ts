import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // For hangs: on a busy machine what takes seconds may take a minute.
    testTimeout: 120_000,
    // One more than the processors at hand: a third of the tests wait for a terminal or an interface.
    maxWorkers: 3,
    // Nothing here mocks a module, and loading the program anew for each file took a quarter of the time.
    isolate: false,
    setupFiles: ['test/support/seed.ts'],
    // Of what reads bytes of others. Only what runs in the tests' own process counts, not the program as it is shipped.
    coverage: {
      provider: 'v8',
      include: ['src/{bytes,capture,network,oscar,peer,conversation}/**'],
      thresholds: { branches: 95 },
    },
  },
})
