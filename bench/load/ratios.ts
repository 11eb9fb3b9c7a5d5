/** Ratios of median CPU time a request, by which the product is judged: single figures depend on the machine. */

const RATIOS = [
  ['knownSession', 'floor'],
  ['knownSession', 'forward'],
  ['refusedPlace', 'ok'],
  ['refusedPlace', 'refusalFloor'],
  ['firstVisit', 'floor'],
  ['honoJose', 'knownSession'],
  ['kvScan', 'knownSession'],
] as const

/** `name/name`, and `lookupMicros`: what a million prefixes add to a request. Without those whose subjects were not measured. */
export function ratiosOf(medianMicros: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const ratios: Record<string, number> = {}
  for (const [above, below] of RATIOS) {
    const [a, b] = [medianMicros.get(above), medianMicros.get(below)]
    if (a !== undefined && b !== undefined) ratios[`${above}/${below}`] = rounded(a / b)
  }
  const [loaded, bare] = [medianMicros.get('knownSessionMillion'), medianMicros.get('knownSession')]
  if (loaded !== undefined && bare !== undefined) ratios.lookupMicros = rounded(loaded - bare)
  return ratios
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
