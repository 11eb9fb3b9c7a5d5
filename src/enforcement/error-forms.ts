import type { RequestTarget } from '../observations/types.ts'
import { compilePath, spellings } from '../policy/path-pattern.ts'
import type { ErrorForm } from './public-message.ts'

/** The error form that is expected at this target; undefined: problem details. */
export type ErrorForms = (target: RequestTarget) => ErrorForm | undefined

/** Of several paths that match the first counts, in the order in which the operator lists them. */
export function compileErrorForms(
  entries: readonly { readonly path: string; readonly form: ErrorForm }[],
): ErrorForms {
  const compiled = entries.map(({ path, form }) => ({ matches: compilePath(path), form }))
  if (compiled.length === 0) return () => undefined
  return ({ readings }) => {
    const read = spellings(readings)
    return compiled.find(({ matches }) => read.some(matches))?.form
  }
}
