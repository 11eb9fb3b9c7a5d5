import { millisOf } from '../lib/time.ts'

/** Policy violation (RFC 6455 §7.4.1): the time this connection may last is over. */
const CLOSE_POLICY = 1008

/**
 * Relays a WebSocket and closes both ends after a time, so that a connection does not outlive what was verified about
 * its client by more than that.
 *
 * @param upstream the origin's 101 answer
 */
export function relayForSeconds(upstream: Response, seconds: number): Response {
  const origin = upstream.webSocket
  if (origin === null || origin === undefined) return upstream
  const { 0: outside, 1: inside } = new WebSocketPair()
  for (const end of [origin, inside]) {
    // A Blob, the default, could not be sent on as bytes.
    end.binaryType = 'arraybuffer'
    end.accept()
  }
  pipe(origin, inside)
  pipe(inside, origin)
  const timer = setTimeout(() => {
    close(inside, CLOSE_POLICY, 'time limit reached')
    close(origin, CLOSE_POLICY, 'time limit reached')
  }, millisOf(seconds))
  for (const end of [origin, inside]) end.addEventListener('close', () => clearTimeout(timer))
  return new Response(null, { status: 101, headers: upstream.headers, webSocket: outside })
}

function pipe(from: WebSocket, to: WebSocket): void {
  from.addEventListener('message', ({ data }) => to.send(data))
  from.addEventListener('close', ({ code, reason }) => close(to, code, reason))
  from.addEventListener('error', () => close(to, 1011, 'the other side failed'))
}

/** Codes that only say "no code" may not be sent (RFC 6455 §7.4.1). */
function close(socket: WebSocket, code: number, reason: string): void {
  const sendable =
    code === 1000 || (code >= 1001 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || code >= 3000
  try {
    socket.close(sendable ? code : 1000, reason)
  } catch {
    // Closed already by the other side.
  }
}
