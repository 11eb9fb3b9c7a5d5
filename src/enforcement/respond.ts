import type { ErrorForm } from '../config/refusal-schema.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import { inErrorForm, REQUEST_ID_HEADERS } from './error-form.ts'
import type { Problem } from './problem.ts'

export interface RefusalForm {
  /** BCP 47, of its texts. */
  readonly language: string
  /** The page, where the client wants one (RFC 9110 §12.5.1). */
  readonly page: PageContent | undefined
  /** Where clients expect another form than problem details. */
  readonly errorForm: ErrorForm | undefined
  /** Who implements a legal block (RFC 7725 §4). */
  readonly blockedBy: string | undefined
  /** After which the same request may succeed, where that is known. */
  readonly retryAfterSeconds: number | undefined
}

/** Where it is known without looking: allowances count by the minute, and what is in force is asked for every five seconds. */
const RETRY_AFTER_SECONDS: Partial<Record<ReasonCode, number>> = { 'request.rate': 60, 'service.stale': 5 }

/** A page and what it needs beyond its own text. */
export interface PageContent {
  readonly html: string
  /** Of its style, which is all that it loads. */
  readonly nonce: string
  /** Shows an image that is part of the page. */
  readonly hasImage: boolean
  /** Sends a form to our own endpoints. */
  readonly hasForm: boolean
}

/**
 * A refusal as a response: problem details (RFC 9457), the error form of an API, or a page. Never cacheable, because 451
 * is so by default (RFC 7725 §3) and another client's answer differs.
 */
export function refusal(problem: Problem, form: RefusalForm): Response {
  const { page } = form
  return page === undefined
    ? answerFor(problem.decision, writtenRefusal(problem, form))
    : pageResponse(page, problem.status, refusalHeaders(problem, form))
}

/** A refusal that is no page, in every octet: with another decision's id in it, another client's. */
export interface WrittenRefusal {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  /** The id in it. Ids are random: it stands nowhere by chance. */
  readonly decision: string
  /** The header that has the id, too. */
  readonly idHeader: string | undefined
}

/** The same refusal of another request. */
export function answerFor(decision: string, written: WrittenRefusal): Response {
  const { status, headers, idHeader } = written
  const isItsOwn = decision === written.decision
  const body = isItsOwn ? written.body : written.body.replaceAll(written.decision, decision)
  const answer = new Response(body, { status, headers })
  if (idHeader !== undefined) answer.headers.set(idHeader, decision)
  return answer
}

export function writtenRefusal(problem: Problem, form: Omit<RefusalForm, 'page'>): WrittenRefusal {
  const headers = refusalHeaders(problem, form)
  const { errorForm } = form
  const { status, decision } = problem
  headers.set('Content-Type', errorForm === undefined ? 'application/problem+json' : 'application/json')
  const said = errorForm === undefined ? problem : inErrorForm(errorForm, problem)
  const idHeader = errorForm && REQUEST_ID_HEADERS[errorForm]
  return { status, headers, body: JSON.stringify(said), decision, idHeader }
}

function refusalHeaders(
  problem: Problem,
  { language, blockedBy, retryAfterSeconds }: Omit<RefusalForm, 'page'>,
): Headers {
  const headers = answerHeaders(language)
  const { status } = problem
  if (status === 451 && blockedBy !== undefined)
    headers.set('Link', `<${uriReference(blockedBy)}>; rel="blocked-by"`)
  // A 401 names the scheme that would help (RFC 9110 §11.6.1); 403 and 451 ask for nothing.
  if (status === 401) headers.set('WWW-Authenticate', `Cordon error="${problem.reason}"`)
  const retryAfter = retryAfterSeconds ?? RETRY_AFTER_SECONDS[problem.reason]
  if (retryAfter !== undefined) headers.set('Retry-After', String(retryAfter))
  // The SDKs of AI APIs send a request again that might succeed unless they are told that it will not.
  if (status < 500 && status !== 429) headers.set('X-Should-Retry', 'false')
  return headers
}

/** Of everything that we say in words: never stored, because another client's answer differs, nor sniffed. */
export function answerHeaders(language: string): Headers {
  return new Headers({
    'Cache-Control': 'no-store',
    'Content-Language': language,
    Vary: 'Accept, Accept-Language',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  })
}

/** A page of ours: it runs nothing and loads nothing, and nobody frames it. */
export function pageResponse(
  { html, nonce, hasImage, hasForm }: PageContent,
  status: number,
  headers: Headers,
): Response {
  headers.set('Content-Type', 'text/html; charset=utf-8')
  headers.set(
    'Content-Security-Policy',
    [
      "default-src 'none'",
      `style-src 'nonce-${nonce}'`,
      ...(hasImage ? ['img-src data:'] : []),
      "base-uri 'none'",
      `form-action ${hasForm ? "'self'" : "'none'"}`,
      "frame-ancestors 'none'",
    ].join('; '),
  )
  return new Response(html, { status, headers })
}

/** As a header may carry it (RFC 8288 §3): a URL as people write it can hold letters that no header takes. */
function uriReference(url: string): string {
  return url.replace(/[^\x21-\x7e]|[<>"]/gu, (character) => encodeURIComponent(character.toWellFormed()))
}
