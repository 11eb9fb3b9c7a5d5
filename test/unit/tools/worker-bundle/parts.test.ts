import { describe, expect, it } from 'vitest'
import type { BundledModule } from '../../../../tools/worker-bundle/modules.ts'
import { evaluatedAtStart, partOf, sizesByPart } from '../../../../tools/worker-bundle/parts.ts'

function module(name: string, imports: readonly string[], ...sources: string[]): BundledModule {
  return { name, code: name, map: '', imports, sources }
}

const MODULES = [
  module('index.js', ['core.js'], 'src/index.ts'),
  module('core.js', ['asn-table.js'], 'src/app.ts'),
  module('asn-table.js', [], 'src/tables/data/asn-table.ts'),
  module('page.js', ['core.js'], 'src/pages/page.tsx'),
  module('uk.js', ['core.js'], 'src/texts/locales/uk.ts'),
  module('endpoint.js', ['core.js'], 'src/routes/endpoint-answer.ts'),
]

describe('evaluatedAtStart()', () => {
  it('is what the entry imports, and what that imports, and so on', () => {
    expect([...evaluatedAtStart(MODULES)]).toEqual(['index.js', 'core.js', 'asn-table.js'])
  })

  it('ends where modules import each other', () => {
    const circle = [module('index.js', ['a.js']), module('a.js', ['index.js'])]
    expect(evaluatedAtStart(circle).size).toBe(2)
  })
})

describe('partOf()', () => {
  it('counts a page that is imported statically to the request path: that is what its ceiling is for', () => {
    const modules = MODULES.map((one) => (one.name === 'core.js' ? { ...one, imports: ['page.js'] } : one))
    const atStart = evaluatedAtStart(modules)
    expect(modules.map((one) => partOf(one, atStart))).toEqual([
      'request path',
      'request path',
      'tables',
      'request path',
      'texts',
      'endpoints',
    ])
  })
})

describe('sizesByPart()', () => {
  it('counts every module and the prefix table once', () => {
    const sizes = Object.values(sizesByPart(MODULES, new Uint8Array(100)))
    expect(sizes.reduce((sum, { modules }) => sum + modules, 0)).toBe(MODULES.length + 1)
    const names = MODULES.reduce((sum, { name }) => sum + name.length, 0)
    expect(sizes.reduce((sum, { rawBytes }) => sum + rawBytes, 0)).toBe(names + 100)
  })
})
