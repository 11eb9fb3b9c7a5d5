import { request } from 'node:http'

export type RawAnswer = {
  readonly status: number
  /** In the order and spelling received, repeated names kept. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/**
 * One HTTP/1.1 request exactly as given: `fetch` would normalise the path and fold repeated headers.
 * @param target path and query as they go on the wire, such as `/a/../b?x=%41`
 */
export function rawRequest(
  origin: string,
  target: string,
  options: {
    readonly method?: string
    readonly headers?: readonly (readonly [name: string, value: string])[]
    readonly body?: string
  } = {},
): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(origin)
  const { method = 'GET', headers = [], body } = options
  const length: [string, string][] =
    body === undefined ? [] : [['Content-Length', `${Buffer.byteLength(body)}`]]
  const named = headers.some(([name]) => name.toLowerCase() === 'host') ? [] : [['Host', host]]
  return new Promise((resolve, reject) => {
    const sent = request({
      hostname,
      port,
      method,
      path: target,
      // A flat list is the only form that keeps order and repetitions; it also means that Node adds none of its own.
      headers: [...named, ...headers, ...length].flat() as unknown as string[],
      agent: false,
    })
    sent.once('error', reject)
    sent.once('response', async (response) => {
      const chunks: Buffer[] = await response.toArray()
      const raw = response.rawHeaders
      resolve({
        status: response.statusCode ?? 0,
        headers: raw.flatMap((name, index) =>
          index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : [],
        ),
        body: Buffer.concat(chunks).toString(),
      })
    })
    sent.end(body)
  })
}
