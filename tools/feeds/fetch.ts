import { open, rm } from 'node:fs/promises'
import { err, ok, type Result } from '../../src/lib/result.ts'
import { count } from './issue.ts'
import { Patience } from './patience.ts'
import { isSafeUrl, shownUrl } from './safe-url.ts'
import type { Transport } from './transport.ts'

export interface Download {
  readonly url: string
  /** The file that the body is written to, as it comes in. */
  readonly to: string
  readonly maxBytes: number
  /** What the last good version came with. With the same still there the server answers "unchanged". */
  readonly etag?: string
  readonly lastModified?: string
  readonly authorization?: string
  /** Query parameters that nobody gets to see. */
  readonly secretQuery?: Readonly<Record<string, string>>
}

export type Downloaded =
  | { readonly state: 'unchanged' }
  | {
      readonly state: 'new'
      readonly bytes: number
      readonly etag?: string
      readonly lastModified?: string
    }

/** `absent` is the server's word that there is no such file. */
export interface DownloadError {
  readonly kind: 'absent' | 'failed'
  readonly message: string
}

type Failure = DownloadError & {
  readonly again: 'retry' | 'give_up'
  readonly retryAfter?: number
}

/**
 * Gets one file. Network errors, stalls, 429 and 5xx are tried again after 1, 2 and 4 seconds, give or take a half,
 * or when the server says, as long as there is patience. Neither secrets nor queries get into a message. A download that
 * fails leaves no file.
 */
export async function download(
  request: Download,
  transport: Transport,
  patience = new Patience(transport),
): Promise<Result<Downloaded, DownloadError>> {
  const outcome = await attempts(request, transport, patience)
  if (!outcome.ok) await rm(request.to, { force: true })
  return outcome
}

async function attempts(
  request: Download,
  transport: Transport,
  patience: Patience,
): Promise<Result<Downloaded, DownloadError>> {
  const { limits } = transport
  for (let attempt = 0; ; attempt++) {
    const outcome = await attemptOnce(request, transport, patience)
    if (outcome.ok) return outcome
    const { kind, message, again, retryAfter = 0 } = outcome.error
    if (again === 'give_up') return err({ kind, message })
    const pause = Math.max(limits.firstPause * 2 ** attempt * (0.5 + transport.random()), retryAfter)
    if (attempt === limits.retries || !patience.allowsAnother(pause)) {
      return err({ kind, message: attempt === 0 ? message : `${message}, after ${attempt + 1} attempts` })
    }
    await transport.sleep(pause)
  }
}

async function attemptOnce(
  request: Download,
  transport: Transport,
  patience: Patience,
): Promise<Result<Downloaded, Failure>> {
  const { limits } = transport
  const watch = new Watch()
  const tooLong = `took longer than ${seconds(limits.total)}`
  const overall = setTimeout(() => watch.expire(tooLong), patience.left)
  try {
    watch.expect(limits.connect, `no answer within ${seconds(limits.connect)}`)
    const response = await follow(request, transport, watch.signal)
    if (!response.ok) return response
    const answer = judge(request, response.value, transport)
    if (answer !== undefined) {
      await response.value.body?.cancel()
      return answer
    }
    return await save(request, response.value, transport, watch)
  } catch (error) {
    if (watch.signal.aborted) {
      if (watch.reason === tooLong) return giveUp(tooLong)
      patience.wasted(watch.waited)
      return retry(watch.reason)
    }
    return retry(describeError(error))
  } finally {
    clearTimeout(overall)
    watch.stop()
  }
}

/** Follows redirects by hand: `fetch` would follow one to plain http. */
async function follow(
  request: Download,
  { fetch, limits }: Transport,
  signal: AbortSignal,
): Promise<Result<Response, Failure>> {
  let url = withSecrets(request)
  const { origin } = new URL(url)
  for (let hops = 0; hops <= limits.redirects; hops++) {
    if (!isSafeUrl(url)) {
      return giveUp(
        hops === 0 ? `${shownUrl(url)} is not https` : `redirected to ${shownUrl(url)}, which is not https`,
      )
    }
    const isSameOrigin = new URL(url).origin === origin
    const response = await fetch(url, { headers: headers(request, isSameOrigin), redirect: 'manual', signal })
    const location = response.headers.get('location')
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return ok(response)
    await response.body?.cancel()
    if (!URL.canParse(location, url)) return giveUp('redirected to something that is no URL')
    const next = new URL(location, url)
    // A mirror on this machine may redirect within it; from anywhere else that would be a way past the rule.
    if (new URL(url).protocol === 'https:' && next.protocol !== 'https:') {
      return giveUp(`redirected from https to ${shownUrl(next.href)}`)
    }
    url = next.href
  }
  return giveUp(`more than ${limits.redirects} redirects`)
}

function withSecrets({ url, secretQuery = {} }: Download): string {
  if (!URL.canParse(url)) return url
  const full = new URL(url)
  for (const [name, value] of Object.entries(secretQuery)) full.searchParams.set(name, value)
  return full.href
}

/** Whoever a publisher redirects to has no business with the operator's credentials. */
function headers(request: Download, isSameOrigin: boolean): Record<string, string> {
  const { etag, lastModified, authorization } = request
  return {
    'user-agent': 'cordon-feeds',
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
    ...(authorization === undefined || !isSameOrigin ? {} : { authorization }),
  }
}

/** What the status says; undefined when the body is the list. */
function judge(
  request: Download,
  response: Response,
  transport: Transport,
): Result<Downloaded, Failure> | undefined {
  const { status } = response
  const isConditional = request.etag !== undefined || request.lastModified !== undefined
  if (status === 304 && isConditional) return ok({ state: 'unchanged' })
  if (status === 200) return tooLarge(request, Number(response.headers.get('content-length') ?? 0))
  const message = `the server answered ${status}`
  if (status === 429 || status >= 500) {
    const wait = readRetryAfter(response.headers.get('retry-after'), transport.now())
    if (wait > transport.limits.longestRetryAfter) {
      return giveUp(`${message} and asked to come back in ${seconds(wait)}`)
    }
    return retry(message, wait)
  }
  return giveUp(message, status === 404 || status === 410 ? 'absent' : 'failed')
}

function tooLarge({ maxBytes }: Download, bytes: number): Result<never, Failure> | undefined {
  if (bytes <= maxBytes) return undefined
  return giveUp(`larger than ${count(maxBytes)} bytes, which is the most this source may have (max_bytes)`)
}

async function save(
  request: Download,
  response: Response,
  { limits }: Transport,
  watch: Watch,
): Promise<Result<Downloaded, Failure>> {
  const file = await open(request.to, 'w')
  let bytes = 0
  try {
    watch.expect(limits.stall, `no data for ${seconds(limits.stall)}`)
    for await (const chunk of response.body ?? []) {
      watch.expect(limits.stall, `no data for ${seconds(limits.stall)}`)
      bytes += chunk.length
      // Counted unpacked: a small gzip can hold a very large file.
      const refused = tooLarge(request, bytes)
      if (refused !== undefined) return refused
      await file.writeFile(chunk)
    }
  } finally {
    await file.close()
  }
  const etag = response.headers.get('etag')
  const lastModified = response.headers.get('last-modified')
  return ok({
    state: 'new',
    bytes,
    ...(etag === null ? {} : { etag }),
    ...(lastModified === null ? {} : { lastModified }),
  })
}

/** Aborts when what was expected does not come in time. */
class Watch {
  reason = ''
  /** Milliseconds without a sign, at the end. */
  waited = 0
  readonly #controller = new AbortController()
  #timer: NodeJS.Timeout | undefined

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  expect(ms: number, otherwise: string): void {
    this.stop()
    this.#timer = setTimeout(() => {
      this.waited = ms
      this.expire(otherwise)
    }, ms)
  }

  expire(reason: string): void {
    if (this.signal.aborted) return
    this.reason = reason
    this.#controller.abort()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}

/** Milliseconds; RFC 9110 §10.2.3: a number of seconds, or a date. */
function readRetryAfter(value: string | null, now: Date): number {
  if (value === null) return 0
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? 0 : Math.max(0, date - now.getTime())
}

/** The code alone: messages of the network stack may spell the whole URL. */
function describeError(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'UND_ERR_SOCKET' || (error instanceof Error && error.message === 'terminated')) {
    return 'the connection ended in the middle of the answer'
  }
  return code === '' ? 'could not be reached' : `could not be reached (${code})`
}

function retry(message: string, retryAfter = 0): Result<never, Failure> {
  return err({ kind: 'failed', message, again: 'retry', retryAfter })
}

function giveUp(message: string, kind: DownloadError['kind'] = 'failed'): Result<never, Failure> {
  return err({ kind, message, again: 'give_up' })
}

function seconds(ms: number): string {
  return `${count(Math.ceil(ms / 1000))} s`
}
