/** The origin behind the soak. It answers with what has reached it, as far as the laws are about that. */
const PORTALS = /^\/(?:members|v1)\//

export default {
  async fetch(request: Request): Promise<Response> {
    const { headers, method, url } = request
    const body = await request.arrayBuffer()
    const names = [...headers.keys()]
    const received = {
      method,
      target: url.slice(new URL(url).origin.length),
      // However a client may have written them.
      reserved: names.filter((name) => name.replaceAll('_', '-').startsWith('cordon')).toSorted(),
      cookie: headers.get('Cookie'),
      bodyBytes: body.byteLength,
      assertion: headers.get('Cordon-Assertion'),
    }
    const key = /^Bearer key-(\d+)$/.exec(headers.get('Authorization') ?? '')?.[1]
    return new Response(JSON.stringify(received), {
      headers: {
        'Content-Type': 'application/json',
        // Ours to keep from the client, as is the account.
        'Cordon-Internal': 'of the origin',
        ...(key !== undefined && PORTALS.test(new URL(url).pathname)
          ? { 'Cordon-Account': `acct-${key}` }
          : {}),
      },
    })
  },
}
