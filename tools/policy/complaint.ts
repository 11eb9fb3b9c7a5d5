import { type ConfigIssue, describeReceived } from '../../src/config/issue.ts'
import { type Part, type PartFault, type Position, partAt } from './parts.ts'

export const SEVERITIES = ['error', 'warning'] as const

/** One thing to tell about a file: what is wrong, and exactly where. */
export interface Complaint {
  readonly severity: (typeof SEVERITIES)[number]
  readonly file: string
  readonly at: Position
  /** As one would write it, from the top of the file: `vars.RESTRICTED_REGIONS[0].regions[2]`. */
  readonly key: string
  readonly text: string
}

/** Within which part of a file the variables of a policy stand: `vars`, `env.staging.vars`, or the whole. */
export interface Ground {
  readonly file: string
  readonly root: Part
  /** Of the part, from the top of the file; empty for the whole. */
  readonly path: string
}

/** An issue of the configuration, or of anything else that names keys, at its place in the file. */
export function complainOf(
  { file, root, path }: Ground,
  { key, expected, received }: ConfigIssue,
  severity: Complaint['severity'] = 'error',
): Complaint {
  const advice = received === undefined ? '' : writtenAsText(expected, received)
  return {
    severity,
    file,
    at: partAt(root, key).at,
    key: path === '' ? key : `${path}.${key}`,
    text: `${sentence(expected, received)}${advice}`,
  }
}

/** What is wrong, in one sentence; a question about what was meant comes last. */
export function sentence(expected: string, received: string | undefined): string {
  if (received === undefined) return `expected ${expected}`
  const [, what = expected, hint = ''] = /^(.*?)(; did you mean .*\?)$/s.exec(expected) ?? []
  return `expected ${what}, got ${received}${hint}`
}

export function complainOfPart(file: string, { at, key, expected, received }: PartFault): Complaint {
  return { severity: 'error', file, at, key, text: sentence(expected, received) }
}

/** Bare numbers and words of TOML and JSON are no text, whatever they look like. */
function writtenAsText(expected: string, received: string): string {
  const isBare = /^(?:-?\d[\d.e+-]*|true|false)$/.test(received)
  const mayBeBare = /\bnumbers?\b|true or false|\bstatus\b|\blist\b|\btable\b/.test(expected)
  return isBare && !mayBeBare ? ': write it in quotes' : ''
}

/** A value out of a file, as messages show it. */
export function shown(value: unknown): string {
  return describeReceived(value)
}

export function formatComplaint({ severity, file, at, key, text }: Complaint): string {
  const where = `${file}:${at.line}:${at.column}`
  return `${where}: ${severity}: ${key === '' ? '' : `${key}: `}${text}`
}

/** In the order of the file; of several with the same words at one place the first. */
export function inOrder(complaints: readonly Complaint[]): readonly Complaint[] {
  const seen = new Map(complaints.map((complaint) => [formatComplaint(complaint), complaint]))
  return [...seen.values()].sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.at.line - b.at.line || a.at.column - b.at.column,
  )
}
