import type { PolicyName, TokenFacts } from './situation.ts'

/** Undefined where the text is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A part of a compact JWS; undefined where it has none that could be read. */
export function partOf(
  token: string,
  part: 'header' | 'claims',
): Readonly<Record<string, unknown>> | undefined {
  const text = token.split('.')[part === 'header' ? 0 : 1]
  const value = text === undefined ? undefined : jsonOf(Buffer.from(text, 'base64url').toString())
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

/** @param policies revision → policy */
export function factsOf(token: string, policies: ReadonlyMap<string, PolicyName>): TokenFacts {
  const claims = partOf(token, 'claims') ?? {}
  return {
    token,
    sid: String(claims.sid),
    sub: String(claims.sub),
    kid: String(partOf(token, 'header')?.kid),
    epoch: Number(claims.epoch),
    policy: policies.get(String(claims.pol)),
  }
}
