import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../tools/project.ts'
import { bundledWorker, type WorkerBundle } from '../../tools/worker-bundle/bundle-worker.ts'
import { bundleModules, TABLE_MODULES } from '../../tools/worker-bundle/modules.ts'
import { evaluatedAtStart, PARTS, partOf, sizesByPart } from '../../tools/worker-bundle/parts.ts'

/** A thousand bytes: the stricter reading of the budget. */
const KB = 1000
let bundle: WorkerBundle

beforeAll(async () => {
  bundle = await bundledWorker()
})

/** Sources of all that is evaluated before the first request. */
function atStart({ modules }: WorkerBundle): readonly string[] {
  const names = evaluatedAtStart(modules)
  return modules.filter(({ name }) => names.has(name)).flatMap(({ sources }) => sources)
}

describe('what the Worker weighs', () => {
  test.each([
    ['request path', 90],
    ['tables', 30],
    ['texts', 80],
    ['pages', 12],
    ['admin', 35],
    ['Control', 8],
    ['endpoints', 10],
  ] as const)('%s: at most %d KB, compressed', (part, kilobytes) => {
    // Whatever lists and policy this machine has compiled last: those are the operator's.
    const modules = bundle.modules.filter(({ name }) => name !== 'policy.js')
    const { gzipBytes, rawBytes } = sizesByPart(modules, new Uint8Array())[part]
    expect(rawBytes).toBeGreaterThan(0)
    expect(gzipBytes).toBeLessThanOrEqual(kilobytes * KB)
  })

  test('has a ceiling for each part above', () => {
    expect(Object.keys(sizesByPart(bundle.modules, new Uint8Array()))).toEqual([...PARTS])
  })
})

describe('what is evaluated before the first request', () => {
  test.each([
    ['a page', /^src\/pages\//],
    ['a text, in any language', /^src\/texts\/locales\//],
    ['what renders pages', /^node_modules\/hono\/dist\/(?:jsx|helper\/html)\//],
    ['the admin door', /^src\/(?:admin|routes\/admin)\//],
    ['its description', /openapi\.json$/],
    ['the schema of refusals', /schema\.json$/],
    ['what checks a policy that is to be published', /^src\/policy\/(?:lint|loosening|diff|examples)/],
    ['what Control stores', /^src\/state\/control\/(?:store|schema|rows|prune|documents|orders)\.ts$/],
    ['what answers for an endpoint of ours', /^src\/routes\/.*-(?:answers?|handlers)\.ts$/],
    ['reasons of variables, which are for the README', /key-reasons/],
  ])('is not %s', (_, pattern) => {
    expect(atStart(bundle).filter((source) => pattern.test(source))).toEqual([])
  })

  test('is what decides and forwards', () => {
    for (const source of [
      'src/index.ts',
      'src/app.ts',
      'src/middleware/geofence.ts',
      'src/policy/decide.ts',
      'src/routes/forward.ts',
    ])
      expect(atStart(bundle)).toContain(source)
  })

  test('is one script beside the entry, and the tables', () => {
    const names = [...evaluatedAtStart(bundle.modules)].filter((name) => !TABLE_MODULES.includes(name))
    expect(names.toSorted()).toEqual(['core.js', 'index.js'])
  })

  test('would be noticed, had it a page in it', async () => {
    const entry = join(PROJECT_ROOT, 'test/e2e/support/with-a-page.ts')
    const modules = await bundleModules(entry)
    expect(atStart({ modules, table: new Uint8Array() })).toContain('src/pages/problems.tsx')
  })
})

describe('the modules', () => {
  test('export from the entry what wrangler.toml names, and nothing else', async () => {
    const entry = bundle.modules.find(({ name }) => name === 'index.js')
    const exported = /export\{([^}]*)\}/.exec(entry?.code ?? '')?.[1]?.split(',') ?? []
    expect(exported.map((one) => one.split(' as ').at(-1)).toSorted()).toEqual(
      ['ControlObject', 'CordonAdmin', 'CordonGate', 'ReplayObject', 'default'].toSorted(),
    )
  })

  test('hold each source once', () => {
    const sources = bundle.modules
      .flatMap(({ sources }) => sources)
      .filter((source) => /^(?:src|node)/.test(source))
    expect(sources.length).toBe(new Set(sources).size)
  })

  test('belong to the parts by what is in them', () => {
    const atStart = evaluatedAtStart(bundle.modules)
    const parts = new Map(bundle.modules.map((module) => [module.name, partOf(module, atStart)]))
    expect(parts.get('de.js')).toBe('texts')
    expect(parts.get('refusal.js')).toBe('pages')
    expect(parts.get('serve.js')).toBe('admin')
    expect(parts.get('store.js')).toBe('Control')
    expect(parts.get('asn-table.js')).toBe('tables')
    expect(parts.get('whoami-answer.js')).toBe('endpoints')
  })

  test('are where wrangler looks for them', () => {
    const config = readFileSync(join(PROJECT_ROOT, 'wrangler.toml'), 'utf8')
    expect(config).toMatch(/^main = "build\/index\.js"$/m)
    expect(config).toMatch(/^no_bundle = true$/m)
  })
})
