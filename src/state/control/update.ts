import { type ControlUpdate, REVOCABLE } from './types.ts'

/**
 * Whether an answer is one: it comes from an object that may be of another deployment than this isolate. What is not
 * understood must count as no answer, because what it revokes would not be.
 */
export function isControlUpdate(answer: unknown): answer is ControlUpdate {
  if (!isObject(answer)) return false
  const { stamp, epoch, tables, policy, candidate, breakGlassUntil } = answer
  const { complete, revocations, lifted } = answer
  return (
    isCount(stamp) &&
    isCount(epoch) &&
    (tables === undefined || typeof tables === 'string') &&
    // Missing in the answer of an older deployment, which knows of no live policy.
    (policy === undefined || typeof policy === 'string') &&
    (candidate === undefined || typeof candidate === 'string') &&
    (breakGlassUntil === undefined || isCount(breakGlassUntil)) &&
    typeof complete === 'boolean' &&
    Array.isArray(revocations) &&
    revocations.every(isRevocation) &&
    Array.isArray(lifted) &&
    lifted.every((id) => typeof id === 'string')
  )
}

const KINDS: ReadonlySet<unknown> = new Set(REVOCABLE)

function isRevocation(item: unknown): boolean {
  if (!isObject(item)) return false
  const { id, kind, value, at, issuedUpTo, expires } = item
  return (
    typeof id === 'string' &&
    KINDS.has(kind) &&
    typeof value === 'string' &&
    isCount(at) &&
    (issuedUpTo === undefined || isCount(issuedUpTo)) &&
    isCount(expires)
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
