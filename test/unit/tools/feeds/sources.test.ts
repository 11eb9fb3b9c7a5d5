import { describe, expect, test } from 'vitest'
import type { FeedFormat } from '../../../../tools/feeds/formats/index.ts'
import { parseJsonPath } from '../../../../tools/feeds/formats/json-path.ts'
import { isSafeUrl } from '../../../../tools/feeds/safe-url.ts'
import { MAY_MOVE_PLACE } from '../../../../tools/feeds/source.ts'
import { SHIPPED_SOURCES } from '../../../../tools/feeds/sources.ts'

const pathsOf = (format: FeedFormat) => (format.kind === 'json' ? format.paths : [])

describe('the shipped sources', () => {
  test('have ids and mirror files of their own', () => {
    const ids = SHIPPED_SOURCES.map(({ id }) => id)
    const files = SHIPPED_SOURCES.flatMap(({ mirrors }) => mirrors.map(({ file }) => file))
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(files).size).toBe(files.length)
    // An id is the beginning of a file's name in the store, and no id may begin with another and a dot.
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]+$/)
  })

  test.each(SHIPPED_SOURCES.map((source) => [source.id, source] as const))('%s is sound', (_, source) => {
    const { urls, discover, format, mirrors, movesPlace, expect: size } = source
    for (const url of [...urls, ...(discover === undefined ? [] : [discover.page])]) {
      expect(isSafeUrl(url) && url.startsWith('https:')).toBe(true)
    }
    for (const path of [format, ...mirrors.map((mirror) => mirror.format)].flatMap(pathsOf)) {
      expect(parseJsonPath(path)).toBeDefined()
    }
    expect(mirrors.length).toBeGreaterThan(0)
    expect(size.min).toBeLessThan(size.max)
    if (movesPlace) expect(MAY_MOVE_PLACE).toContain(source.class)
  })

  test('call nobody a server for being behind Cloudflare or Fastly', () => {
    const classes = Object.fromEntries(SHIPPED_SOURCES.map(({ id, class: name }) => [id, name]))
    expect(classes).toMatchObject({ cloudflare: 'unknown', fastly: 'unknown', zscaler: 'corporate_gateway' })
  })
})
