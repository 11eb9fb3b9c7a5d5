import { err, ok, type Result } from '../../../src/lib/result.ts'
import { parseTarget } from '../../../src/request/target.ts'

export interface Refused {
  readonly status: 400 | 403 | 405
  readonly title: string
  readonly detail: string
}

/**
 * Whether this request may use the playground: one asked for under the gate's own names, as the product checks them (a
 * name that somebody points at this machine would else read it), and not by another site's page.
 *
 * @param hosts lower case, with or without their ports
 * @returns the origin that the request came to
 */
export function admit(request: Request, hosts: readonly string[]): Result<string, Refused> {
  if (request.method !== 'GET')
    return err({ status: 405, title: 'Method Not Allowed', detail: 'The playground is read with GET.' })
  const target = parseTarget(request.url, request.headers.get('Host') ?? undefined)
  if (!target.ok || !(hosts.includes(target.value.host) || hosts.includes(target.value.hostname)))
    return err({
      status: 400,
      title: 'Unknown host',
      detail: `The playground answers under these names only: ${hosts.join(', ')}.`,
    })
  const site = request.headers.get('Sec-Fetch-Site')
  if (site !== null && site !== 'same-origin' && site !== 'none')
    return err({
      status: 403,
      title: 'Asked for by another site',
      detail: 'A page of another site led here. Type the address yourself, or open it from a bookmark.',
    })
  return ok(`${target.value.scheme}://${target.value.host}`)
}
