/** A client of workerd's inspector, as far as profiling needs one. */

interface Reply {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

export interface Inspector {
  readonly call: (method: string, params?: object) => Promise<unknown>
  readonly close: () => void
}

/** Speaks with the isolate of this service, or of the first worker there is. */
export async function openInspector(port: number, service?: string): Promise<Inspector> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as readonly {
    readonly webSocketDebuggerUrl: string
  }[]
  const urls = targets.map(({ webSocketDebuggerUrl }) => webSocketDebuggerUrl)
  const url = service === undefined ? urls[0] : urls.find((one) => new URL(one).pathname === `/${service}`)
  if (url === undefined) throw new Error('the inspector knows no worker')
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', () => reject(new Error(`no connection to ${url}`)), { once: true })
  })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data)) as Reply
    const asked = id === undefined ? undefined : waiting.get(id)
    if (asked === undefined) return
    if (error === undefined) asked.resolve(result)
    else asked.reject(new Error(error.message))
  })
  let calls = 0
  return {
    call(method, params = {}) {
      const asked = Promise.withResolvers<unknown>()
      waiting.set(++calls, asked)
      socket.send(JSON.stringify({ id: calls, method, params }))
      return asked.promise
    },
    close: () => socket.close(),
  }
}
