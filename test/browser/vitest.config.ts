import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { ensureFeedTable } from '../../tools/feed-table-file.ts'
import { ensureBundledPolicy } from '../../tools/policy-file.ts'

ensureFeedTable()
ensureBundledPolicy()

/** Pages in a real browser: apart from the other tests, because not every machine has one. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url).href),
  test: {
    name: 'browser',
    environment: 'node',
    include: ['test/browser/**/*.test.ts'],
    reporters: ['default'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One browser and one local edge at a time: they take both cores each.
    fileParallelism: false,
  },
})
