import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { ensureFeedTable } from '../tools/feed-table-file.ts'
import { ensureBundledPolicy } from '../tools/policy-file.ts'

const root = fileURLToPath(new URL('..', import.meta.url).href)

ensureFeedTable()
ensureBundledPolicy()

/** Whatever lists and policy this machine compiled last: tests bring their own. */
const resolve = {
  alias: [
    { find: /^.*\/data\/feeds\.bin$/, replacement: `${root}test/support/no-lists.bin` },
    { find: /^.*\/data\/bundled\.json$/, replacement: `${root}test/support/no-policy.json` },
  ],
}

/** Three kinds of tests: pure ones on Node, those that need the Workers runtime, and the product as its users run it. */
export default defineConfig({
  root,
  test: {
    reporters: process.env.CI === 'true' ? ['default', './tools/ci-reporter.ts'] : ['default'],
    projects: [
      {
        root,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{unit,property,architecture,contracts}/**/*.test.ts'],
          setupFiles: ['test/support/property-cases.ts'],
          // Modules are loaded once for all files: most of these tests take less time than loading what they test.
          isolate: false,
          maxWorkers: availableParallelism(),
          testTimeout: 20_000,
        },
      },
      {
        root,
        resolve,
        plugins: [
          cloudflareTest({
            main: './src/index.ts',
            wrangler: { configPath: './test/integration/wrangler.toml' },
          }),
        ],
        test: { name: 'workerd', include: ['test/integration/**/*.test.ts'], testTimeout: 20_000 },
      },
      {
        root,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
