import { formatIssue } from '../../../src/config/issue.ts'
import type { Dependencies } from '../../../src/deps.ts'
import type { Gate } from '../../../src/gate.ts'
import { encodeBase64url } from '../../../src/lib/bytes.ts'
import { SESSION_HEADER } from '../../../src/request/presented-token.ts'
import { HOST } from '../ports.ts'
import { admit } from './admittance.ts'
import { readChoice } from './choice.ts'
import { BrokenPage, PlaygroundPage } from './page.tsx'
import { PLAYGROUND_PATH, pathAsSent, TRY_PATH } from './path.ts'
import { tryOut } from './try-out.ts'

/** What the playground works with, all of the local edge's. */
export interface World {
  readonly dependencies: Dependencies
  /** Answers `?address=` with what the address tells the edge. */
  readonly lookup: Fetcher
  readonly context: ExecutionContext
}

/** Whether a request is for the playground, and not for the product. */
export function isPlayground({ url }: Request): boolean {
  const path = pathAsSent(url)
  return path === PLAYGROUND_PATH || path === TRY_PATH
}

/** Answers the page, and what it asks for; to nobody but this machine's own pages. */
export async function playground(request: Request, world: World): Promise<Response> {
  const gate = await world.dependencies.gate()
  // With a broken configuration nobody knows its names.
  const hosts = gate.ok ? gate.value.config.HOSTS : [HOST, 'localhost', '[::1]']
  const admitted = admit(request, hosts)
  if (!admitted.ok) return problem(admitted.error.status, admitted.error.title, admitted.error.detail)
  const isTry = pathAsSent(request.url) === TRY_PATH
  if (!gate.ok) {
    const issues = gate.error.map(formatIssue)
    return isTry
      ? problem(503, 'The configuration is broken', issues.join('\n'))
      : page((nonce) => <BrokenPage nonce={nonce} issues={issues} />)
  }
  if (!isTry) return page((nonce) => <PlaygroundPage nonce={nonce} gate={gate.value} />)
  return answerTry(request, admitted.value, gate.value, world)
}

async function answerTry(request: Request, origin: string, gate: Gate, world: World): Promise<Response> {
  const choice = readChoice(new URL(request.url).searchParams)
  if (!choice.ok) {
    const { field, message } = choice.error
    return problem(400, 'Nothing was tried', `${field}: ${message}.`, { field })
  }
  const token = request.headers.get(SESSION_HEADER) ?? undefined
  const { dependencies, lookup, context } = world
  const attempt = { choice: choice.value, token, origin, gate, lookup }
  return json(200, await tryOut(attempt, dependencies, context), 'application/json')
}

function page(render: (nonce: string) => { toString(): string | Promise<string> }): Response {
  const nonce = encodeBase64url(crypto.getRandomValues(new Uint8Array(16)))
  return new Response(`<!doctype html>${render(nonce)}`, {
    headers: {
      ...PRIVATE,
      'Content-Type': 'text/html; charset=utf-8',
      // The frame of a refused page inherits this: images of its own are data, scripts it has none.
      'Content-Security-Policy': [
        "default-src 'none'",
        `script-src 'nonce-${nonce}'`,
        `style-src 'nonce-${nonce}'`,
        'img-src data:',
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
      'Cross-Origin-Opener-Policy': 'same-origin',
    },
  })
}

const PRIVATE = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

function problem(status: number, title: string, detail: string, more: object = {}): Response {
  return json(status, { type: 'about:blank', title, status, detail, ...more }, 'application/problem+json')
}

function json(status: number, body: object, type: string): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...PRIVATE,
      ...(status === 405 ? { Allow: 'GET' } : {}),
      'Content-Type': type,
      'Content-Security-Policy': "default-src 'none'",
    },
  })
}
