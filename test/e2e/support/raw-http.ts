import { request } from 'node:http'
import { connect } from 'node:net'

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
    sent.once('response', (response) => {
      const raw = response.rawHeaders
      const headers = raw.flatMap((name, index) =>
        index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : [],
      )
      // Rejects when the connection breaks before the body is whole.
      response.toArray().then((chunks: Buffer[]) => {
        resolve({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString() })
      }, reject)
    })
    sent.end(body)
  })
}

/** The value of a header of a raw answer, in any case; the first of several. */
export function headerOf({ headers }: RawAnswer, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted.toLowerCase())?.[1]
}

export type RawExchange = {
  /** Of the first answer; 0 when the connection closed without one. */
  readonly status: number
  readonly text: string
  /** The connection broke instead of ending. */
  readonly aborted: boolean
}

/** Sends bytes exactly as given, for what no HTTP client would send, and waits until the connection is closed. */
export function rawExchange(origin: string, bytes: string, timeoutMillis = 5_000): Promise<RawExchange> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve) => {
    let text = ''
    const socket = connect({ host: hostname, port: Number(port) })
    const finish = (aborted: boolean) => {
      socket.destroy()
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text, aborted })
    }
    socket.setTimeout(timeoutMillis, () => finish(true))
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.on('error', () => finish(true))
    socket.on('end', () => finish(false))
    socket.write(Buffer.from(bytes, 'latin1'))
  })
}
