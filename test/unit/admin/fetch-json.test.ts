import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchJson } from '../../../src/admin/fetch-json.ts'

const URL = 'https://example.cloudflareaccess.com/cdn-cgi/access/certs'
const answering = (response: Response) => vi.spyOn(globalThis, 'fetch').mockResolvedValue(response)

afterEach(() => void vi.restoreAllMocks())

describe('fetchJson()', () => {
  it('gets a document, within five seconds and without following anybody', async () => {
    const fetched = answering(Response.json({ keys: [] }))
    expect(await fetchJson(URL)).toEqual({ keys: [] })
    const [url, init] = fetched.mock.calls[0] ?? []
    expect(url).toBe(URL)
    expect(init).toMatchObject({ redirect: 'manual', signal: expect.any(AbortSignal) })
  })

  it.each([
    ['a redirect', Response.redirect('https://evil.test/keys', 302)],
    ['an error', new Response('{"keys":[]}', { status: 500 })],
    ['what is no JSON', new Response('<html>')],
    ['more than a key set', new Response(JSON.stringify('x'.repeat(70_000)))],
  ])('rejects %s', async (_, response) => {
    answering(response)
    await expect(fetchJson(URL)).rejects.toThrow()
  })
})
