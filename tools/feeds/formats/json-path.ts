/**
 * Where in a JSON document addresses are: `regions[].cidrs[].cidr`.
 *
 * Names apart by dots; `[]` is each element of an array, `*` each member of an object, `a|b` those of these members that
 * there are, and `?` after a name says that the member may be missing or null. All else has to be as the path says:
 * a publisher who changed the format is noticed.
 */
export interface JsonStep {
  readonly names: readonly string[] | 'any'
  readonly isOptional: boolean
  readonly arrays: number
}

const STEP = /^(\*|[\w-]+(?:\|[\w-]+)*)?(\?)?((?:\[\])*)$/

/** Undefined when the text is no path. */
export function parseJsonPath(text: string): readonly JsonStep[] | undefined {
  const steps: JsonStep[] = []
  for (const part of text.split('.')) {
    const match = STEP.exec(part)
    if (match === null || part === '' || part === '?') return undefined
    const [, name, optional, arrays = ''] = match
    // Only the document itself has no name.
    if (name === undefined && (steps.length > 0 || optional !== undefined)) return undefined
    steps.push({
      names: name === '*' ? 'any' : (name?.split('|') ?? []),
      isOptional: optional !== undefined,
      arrays: arrays.length / 2,
    })
  }
  return steps
}

export interface JsonVisitor {
  value(value: unknown, at: { readonly path: string }): void
  mismatch(message: string, at: { readonly path: string }): void
  readonly stopped: boolean
}

/** Visits each value that a path leads to, and each place where the document is not as the path says. */
export function walkJson(document: unknown, steps: readonly JsonStep[], visitor: JsonVisitor): void {
  const trail: (string | number)[] = []
  const at = {
    get path() {
      return formatTrail(trail)
    },
  }

  const within = (part: string | number, visit: () => void) => {
    trail.push(part)
    visit()
    trail.pop()
  }

  const enter = (value: unknown, depth: number): void => {
    const step = steps[depth]
    if (step === undefined) {
      visitor.value(value, at)
    } else if (step.names !== 'any' && step.names.length === 0) {
      unpack(value, step.arrays, depth)
    } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      visitor.mismatch('expected an object', at)
    } else {
      members(value as Record<string, unknown>, step, depth)
    }
  }

  const members = (object: Record<string, unknown>, step: JsonStep, depth: number): void => {
    const wanted = step.names === 'any' ? Object.keys(object) : step.names
    const present = wanted.filter((name) => Object.hasOwn(object, name))
    if (present.length === 0 && step.names !== 'any' && !step.isOptional) {
      visitor.mismatch(`expected a member ${step.names.map((name) => `"${name}"`).join(' or ')}`, at)
    }
    for (const name of present) {
      const value = object[name]
      if (value === null && step.isOptional) continue
      within(name, () => unpack(value, step.arrays, depth))
    }
  }

  const unpack = (value: unknown, arrays: number, depth: number): void => {
    if (arrays === 0) {
      enter(value, depth + 1)
    } else if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) {
        if (visitor.stopped) return
        within(index, () => unpack(element, arrays - 1, depth))
      }
    } else {
      visitor.mismatch('expected an array', at)
    }
  }

  enter(document, 0)
}

function formatTrail(trail: readonly (string | number)[]): string {
  const text = trail.reduce<string>(
    (path, part) => (typeof part === 'number' ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`),
    '',
  )
  return text === '' ? 'the document' : text
}
