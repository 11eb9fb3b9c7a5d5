import { expect } from 'vitest'

export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly reason: string
  readonly observed: Record<string, unknown>
  readonly decision: string
  readonly retryable: boolean
  readonly next_steps: string[]
  readonly support?: string
}

export const DECISION_ID = /^[A-Za-z0-9_-]{22}$/

/** What makes a browser forget its session. */
export const FORGET: readonly string[] = ['__Host-cordon=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0']

/** Asserts what holds for every refusal in problem details, and returns them. None but a `DELETE` brings cookies. */
export async function refusalOf(
  response: Response,
  status: number,
  reason: string,
  cookies: readonly string[] = [],
): Promise<ProblemBody> {
  const problem = (await response.json()) as ProblemBody
  expect({ status: response.status, reason: problem.reason }).toEqual({ status, reason })
  expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  expect(response.headers.get('Cache-Control')).toBe('no-store')
  expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
  expect(response.headers.getSetCookie()).toEqual(cookies)
  expect(problem).toMatchObject({ status, decision: response.headers.get('Cordon-Decision') })
  return problem
}

/** The session token that an answer set as a cookie. */
export function cookieToken(response: Response): string | undefined {
  const cookies = response.headers.getSetCookie().filter((cookie) => cookie.startsWith('__Host-cordon='))
  if (cookies.length > 1) throw new Error('our cookie was set twice')
  return cookies[0]?.slice('__Host-cordon='.length).split(';')[0]
}

/** What the echo origin got. */
export interface Echo {
  readonly method: string
  readonly url: string
  readonly headers: [name: string, value: string][]
  readonly body: string
}

export async function echoOf(
  response: Response,
): Promise<Echo & { header(name: string): string | undefined }> {
  expect(response.status).toBe(200)
  const echo = (await response.json()) as Echo
  return {
    ...echo,
    header: (wanted) => echo.headers.find(([name]) => name.toLowerCase() === wanted.toLowerCase())?.[1],
  }
}

/** The payload of a token, unchecked. */
export function claimsOf(token: string | undefined): Record<string, unknown> {
  const [, payload = ''] = (token ?? '').split('.')
  return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
}
