import { createServer, type Socket } from 'node:net'

/** What an origin got: the head of a request exactly as it came, and its socket to answer on. */
export type Received = {
  readonly target: string
  readonly head: string
  readonly socket: Socket
  /** The value of a header, in any case; several are joined by `, `. */
  header(name: string): string | undefined
}

export type TcpOrigin = {
  readonly url: string
  readonly received: readonly Received[]
  close(): Promise<void>
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'

/**
 * An origin that counts what reaches it and answers in bytes, so that a test can answer what no HTTP server would.
 * @param answers by path, without the query; everything else gets 200
 */
export async function startTcpOrigin(
  answers: Readonly<Record<string, (received: Received) => void>> = {},
): Promise<TcpOrigin> {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // The gate goes away whenever its client does.
    socket.on('error', () => {})
    let text = ''
    const read = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      if (end < 0) return
      socket.off('data', read)
      const request = parse(text.slice(0, end), socket)
      received.push(request)
      const rest = text.slice(end + 4)
      if (rest !== '') socket.unshift(Buffer.from(rest, 'latin1'))
      const answer = answers[request.target.split('?')[0] ?? '']
      if (answer === undefined) socket.end(OK)
      else answer(request)
    }
    socket.on('data', read)
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function parse(head: string, socket: Socket): Received {
  const [line = '', ...fields] = head.split('\r\n')
  const header = (wanted: string) => {
    const values = fields.flatMap((field) => {
      const colon = field.indexOf(':')
      return field.slice(0, colon).toLowerCase() === wanted.toLowerCase()
        ? [field.slice(colon + 1).trim()]
        : []
    })
    return values.length === 0 ? undefined : values.join(', ')
  }
  return { target: line.split(' ')[1] ?? '', head, socket, header }
}
