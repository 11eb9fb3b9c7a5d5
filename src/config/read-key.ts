import * as v from 'valibot'
import { nearest } from '../lib/nearest.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { parseStrictJson, type StrictJsonError } from '../lib/strict-json.ts'
import { type ConfigIssue, describeReceived, formatPath } from './issue.ts'
import type { Key, KeyName } from './keys.ts'

/**
 * One variable as its schema has it, or everything that is wrong with it.
 *
 * @param raw as the platform gives it: where only text can be given, the text of anything but a plain text is JSON
 */
export function readKey(name: KeyName, key: Key, raw: unknown): Result<unknown, readonly ConfigIssue[]> {
  if (raw === undefined || raw === '') {
    switch (key.fallback.kind) {
      case 'required':
        return err([{ key: name, expected: `${key.type}; the variable is missing` }])
      case 'optional':
        return ok(undefined)
      case 'default':
        return ok(v.parse(key.schema, key.fallback.value))
    }
  }
  const direct = v.safeParse(key.schema, raw)
  if (direct.success) return ok(direct.output)
  const fromText = typeof raw === 'string' ? parseStrictJson(raw) : undefined
  if (typeof raw === 'string' && fromText?.ok === false && /^\s*[[{]/.test(raw)) {
    return err([unreadable(name, key, direct.issues[0].message, fromText.error)])
  }
  if (!fromText?.ok) return err(direct.issues.map((issue) => asConfigIssue(name, key, issue)))
  const parsed = v.safeParse(key.schema, fromText.value)
  return parsed.success
    ? ok(parsed.output)
    : err(parsed.issues.map((issue) => asConfigIssue(name, key, issue)))
}

const JSON_FAULTS: Readonly<Record<StrictJsonError, string>> = {
  syntax: 'and as JSON it cannot be read',
  duplicate_member: 'and as JSON it has a member twice',
  too_deep: 'and as JSON it is nested too deeply',
}

function unreadable(name: KeyName, key: Key, expected: string, fault: StrictJsonError): ConfigIssue {
  return { key: name, expected: key.secret ? expected : `${expected}; this is text, ${JSON_FAULTS[fault]}` }
}

function asConfigIssue(name: KeyName, key: Key, issue: v.BaseIssue<unknown>): ConfigIssue {
  const path = (issue.path ?? []).map((item) => item.key as string | number)
  const where = formatPath(name, path)
  if (isMissingMember(issue)) {
    // Of a member that is not there the library has nothing to say but what the table should be.
    return { key: where, expected: `a value; the member is missing from what should be ${issue.message}` }
  }
  const unknownMember = issue.expected === 'never' && issue.type === 'strict_object'
  const expected = unknownMember ? noSuchMember(path.at(-1), issue.message) : issue.message
  if (key.secret) return { key: where, expected }
  return { key: where, expected, received: describeReceived(issue.input) }
}

function isMissingMember({ path, received }: v.BaseIssue<unknown>): boolean {
  return received === 'undefined' && path?.at(-1)?.origin === 'key'
}

/** The message of a table lists its members, so the one that was meant is among them. */
function noSuchMember(name: string | number | undefined, message: string): string {
  const near = nearest(String(name), message.match(/\w+(?=[?,}])/g) ?? [])
  const hint = near === undefined ? '' : `; did you mean "${near}"?`
  return `no such member; ${message} is all there is${hint}`
}
