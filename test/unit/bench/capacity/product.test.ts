import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  ASSERTION_REUSE_SECONDS,
  CACHES,
  CONTROL,
  LOG_ALLOW_RATE,
} from '../../../../bench/capacity/product.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url).href)
const read = (file: string) => readFileSync(`${ROOT}${file}`, 'utf8')

function constantIn(file: string, name: string): number | undefined {
  const found = new RegExp(`^const ${name} = ([\\d_]+)$`, 'm').exec(read(file))
  return found === null ? undefined : Number(found[1]?.replaceAll('_', ''))
}

describe('what the model takes for granted of the product', () => {
  test.each(Object.entries(CACHES))('the size of the cache %s', (_, { file, constant, entries }) => {
    expect(constantIn(file, constant)).toBe(entries)
  })

  test.each([
    ['src/state/control/jitter.ts', 'LEAST_DUE_MILLIS', CONTROL.leastDueSeconds * 1_000],
    ['src/state/control/jitter.ts', 'MOST_DUE_MILLIS', CONTROL.mostDueSeconds * 1_000],
    ['src/state/control/kept-revocations.ts', 'MOST_CHANGES', CONTROL.mostChangesKept],
    ['src/state/control/in-force.ts', 'WAIT_SECONDS', CONTROL.waitSeconds],
    ['src/state/control/in-force.ts', 'WAIT_MILLIS', 250],
    ['src/state/control/in-force.ts', 'BACKGROUND_MILLIS', 5_000],
    ['src/session/assertion.ts', 'REUSE_SECONDS', ASSERTION_REUSE_SECONDS],
  ])('%s: %s', (file, constant, value) => {
    expect(constantIn(file, constant)).toBe(value)
  })

  test('the rate at which wrangler.toml logs what is let in', () => {
    expect(read('wrangler.toml')).toContain(`\nLOG_ALLOW_RATE = ${LOG_ALLOW_RATE}\n`)
  })

  test('that the platform logs no event of its own for each request, in either environment', () => {
    const sections = read('wrangler.toml').match(
      /observability\.logs\]\nenabled = true\ninvocation_logs = false\n/g,
    )
    expect(sections).toHaveLength(2)
  })

  test('that nothing writes to Analytics Engine', () => {
    expect(read('wrangler.toml')).not.toContain('analytics_engine_datasets')
  })
})
