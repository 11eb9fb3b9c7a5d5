import { describe, expect, it } from 'vitest'
import { readBody, readQuery } from '../../../../src/routes/admin/input.ts'

const post = (body: BodyInit | null, path = '/epoch') =>
  new Request(`https://gate.test${path}`, { method: 'POST', body, duplex: 'half' } as RequestInit)
const bad = (detail: string) => ({ ok: false, error: { code: 'admin.input', details: [detail] } })

describe('readQuery()', () => {
  it('reads digits as numbers, and leaves the rest as it is', () => {
    expect(readQuery('https://gate.test/?limit=20&before=007&x=1.5')).toEqual({
      ok: true,
      value: { limit: 20, before: 7, x: '1.5' },
    })
  })

  it('takes no parameter twice', () => {
    expect(readQuery('https://gate.test/?limit=1&limit=2').ok).toBe(false)
  })

  it('takes a parameter called like a part of an object for a parameter', () => {
    const read = readQuery('https://gate.test/?__proto__=1')
    expect(read.ok && Object.keys(read.value)).toEqual(['__proto__'])
  })
})

describe('readBody()', () => {
  it('adds what the path says', async () => {
    expect(await readBody(post('{"why":"because"}'), { id: 'x' })).toEqual({
      ok: true,
      value: { why: 'because', id: 'x' },
    })
  })

  it('takes nothing from the body that the path says', async () => {
    expect(await readBody(post('{"id":"y"}'), { id: 'x' })).toEqual(
      bad('id: is in the path, and may not be in the body'),
    )
  })

  it.each([
    ['no JSON', 'why=because', 'the body: expected JSON'],
    ['nothing', '', 'the body: expected JSON'],
    ['a member twice', '{"why":"a","why":"b"}', 'the body: a member is there twice'],
    ['a member twice, spelt differently', '{"why":"a","wh\\u0079":"b"}', 'the body: a member is there twice'],
    ['more nesting than anybody needs', '['.repeat(40), 'the body: it is nested too deeply'],
    ['a list', '[]', 'the body: expected an object'],
    ['null', 'null', 'the body: expected an object'],
  ])('refuses %s', async (_, body, detail) => {
    expect(await readBody(post(body), {})).toEqual(bad(detail))
  })

  it('refuses what is not UTF-8', async () => {
    expect(await readBody(post(new Uint8Array([0x22, 0xff, 0x22])), {})).toEqual(
      bad('the body: expected UTF-8'),
    )
  })

  it('refuses a query, where a credential could stand', async () => {
    expect((await readBody(post('{}', '/epoch?access_token=x'), {})).ok).toBe(false)
  })

  it('reads 16 KiB and not a byte more, whatever the length is said to be', async () => {
    const body = (length: number) => `{"why":"${'x'.repeat(length - '{"why":""}'.length)}"}`
    expect((await readBody(post(body(16_384)), {})).ok).toBe(true)
    expect(await readBody(post(body(16_385)), {})).toEqual({ ok: false, error: { code: 'admin.too_large' } })
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1_000
        controller.enqueue(new Uint8Array(1_000))
      },
    })
    expect(await readBody(post(endless), {})).toEqual({ ok: false, error: { code: 'admin.too_large' } })
    expect(sent).toBeLessThan(40_000)
  })

  it('reads more where the operation takes more, and not a byte more than that', async () => {
    const body = (length: number) => `{"why":"${'x'.repeat(length - '{"why":""}'.length)}"}`
    expect((await readBody(post(body(100_000)), {}, 100_000)).ok).toBe(true)
    expect(await readBody(post(body(100_001)), {}, 100_000)).toEqual({
      ok: false,
      error: { code: 'admin.too_large' },
    })
  })
})
