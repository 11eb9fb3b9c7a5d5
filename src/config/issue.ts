/** One thing wrong with the configuration. Never holds a secret's value. */
export interface ConfigIssue {
  /** As one would write it: `RESTRICTED_REGIONS[0].regions[2]`. */
  readonly key: string
  readonly expected: string
  /** What was found, shortened; left out for secrets and for what is missing. */
  readonly received?: string
}

const MAX_RECEIVED_LENGTH = 80

export function describeReceived(value: unknown): string {
  const text = value === undefined ? 'nothing' : written(value)
  return text.length > MAX_RECEIVED_LENGTH ? `${text.slice(0, MAX_RECEIVED_LENGTH)}…` : text
}

function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    // Nested too deeply to be written out.
    return typeof value
  }
}

/** One issue as a line of text. */
export function formatIssue({ key, expected, received }: ConfigIssue): string {
  return `${key}: expected ${expected}${received === undefined ? '' : `, got ${received}`}`
}

/** A path into a value as one would write it in code. */
export function formatPath(root: string, path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`),
    root,
  )
}
