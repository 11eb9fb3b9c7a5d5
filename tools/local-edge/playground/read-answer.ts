import type { Answer } from './try-result.ts'

const MAX_BYTES = 262_144
const MAX_MILLIS = 5_000

/** What is shown of an answer: its head, and as much of its body as comes soon. */
export async function readAnswer(response: Response, isOurs: boolean): Promise<Answer> {
  const { text, cut } = await readText(response.body)
  const nonce = isOurs ? nonceOf(response.headers) : undefined
  return {
    status: response.status,
    headers: [...response.headers],
    body: text,
    cut,
    ...(nonce === undefined ? {} : { pageNonce: nonce }),
  }
}

/** Of a refusal that is a page. */
function nonceOf(headers: Headers): string | undefined {
  if (headers.get('Content-Type')?.startsWith('text/html') !== true) return undefined
  return /style-src 'nonce-([\w-]+)'/.exec(headers.get('Content-Security-Policy') ?? '')?.[1]
}

/** An origin may stream for ever: neither its length nor its end is waited for. */
async function readText(body: ReadableStream<Uint8Array> | null): Promise<{ text: string; cut: boolean }> {
  if (body === null) return { text: '', cut: false }
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const deadline = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => deadline.resolve('late'), MAX_MILLIS)
  let text = ''
  let length = 0
  try {
    while (length <= MAX_BYTES) {
      const read = await Promise.race([reader.read(), deadline.promise])
      if (read === 'late') break
      if (read.done) return { text: text + decoder.decode(), cut: false }
      length += read.value.length
      text += decoder.decode(read.value, { stream: true })
    }
    await reader.cancel()
    return { text: text.slice(0, MAX_BYTES), cut: true }
  } catch {
    return { text, cut: true }
  } finally {
    clearTimeout(timer)
  }
}
