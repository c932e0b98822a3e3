import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    maxWorkers: 2,
    // Terminals and namespaces answer as fast as the machine lets them.
    retry: process.env['CI'] === undefined ? 0 : 1,
    coverage: { provider: 'v8', include: ['src/**'] },
  },
})
