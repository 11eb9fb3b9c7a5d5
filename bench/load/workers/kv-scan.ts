/**
 * In the manner of KV bouncers: reads the list from KV with every request, and tries one prefix after the other with
 * ipaddr.js, which such a bouncer uses. A prefix is parsed where it is tried.
 */
import ipaddr from 'ipaddr.js'

interface Variables {
  readonly LISTS: KVNamespace
}

export default {
  async fetch(request: Request, { LISTS }: Variables): Promise<Response> {
    const list = await LISTS.get<Readonly<Record<string, string>>>('IP_RANGES', 'json')
    const client = ipaddr.parse(request.headers.get('CF-Connecting-IP') ?? '')
    for (const [range, action] of Object.entries(list ?? {})) {
      if (!isIn(client, range)) continue
      return new Response(action, { status: 403 })
    }
    return fetch(request)
  },
}

function isIn(client: ipaddr.IPv4 | ipaddr.IPv6, range: string): boolean {
  const [base, length] = ipaddr.parseCIDR(range)
  if (client instanceof ipaddr.IPv4) return base instanceof ipaddr.IPv4 && client.match(base, length)
  return base instanceof ipaddr.IPv6 && client.match(base, length)
}
