import type { ErrorForm } from '../config/refusal-schema.ts'
import { compilePath, spellings } from '../policy/path-pattern.ts'

/** The error form that is expected at a path, given in every way in which it may be read; undefined: problem details. */
export type ErrorForms = (readings: readonly string[]) => ErrorForm | undefined

/**
 * Of several paths that match the first counts, in the order in which the operator lists them. Our own endpoints are no
 * API of anybody's: there it is always problem details.
 */
export function compileErrorForms(
  entries: readonly { readonly path: string; readonly form: ErrorForm }[],
): ErrorForms {
  const compiled = entries.map(({ path, form }) => ({ matches: compilePath(path), form }))
  if (compiled.length === 0) return () => undefined
  return (readings) => {
    if (readings.some((path) => path === '/.cordon' || path.startsWith('/.cordon/'))) return undefined
    const read = spellings(readings)
    return compiled.find(({ matches }) => read.some(matches))?.form
  }
}
