import type { Explanation, SourceSaid } from './explain.ts'

const MAX_PARTS = 40

/** An explanation for people. */
export function explanationText(explanation: Explanation): string {
  const { asked, network, place, confidence, decidedBy, assurance, verdict, suspected, parts, notes } =
    explanation
  const confidenceText = confidence === null ? '' : `, ${confidence} confidence`
  const lines = [
    asked,
    fact('network', network && `AS${network.asn} ${network.operator ?? network.name}`),
    ...(place === undefined ? [] : [fact('place', placeText(place))]),
    fact('class', `${explanation.class}${confidenceText}, assurance ${assurance}`),
    fact('decided by', decidedBy ?? 'nobody: no source knows it well enough'),
    ...(suspected.length === 0 ? [] : [fact('weak signs', `${suspected.join(', ')} (refuse nobody alone)`)]),
    fact('policy', verdictText(verdict)),
    '',
    '  sources',
    ...(explanation.sources.length === 0 ? ['    none spoke'] : explanation.sources.map(sourceText)),
    '',
    '  precedence: the first that speaks decides',
    ...explanation.precedence.map(({ row, says }) => {
      const mark = row === decidedBy ? '▸' : ' '
      return `  ${mark} ${row.padEnd(36)} ${says ?? '–'}`
    }),
    ...(parts === undefined ? [] : ['', '  what the lists say of its parts', ...partsText(parts)]),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `  note: ${note}`)]),
  ]
  return lines.join('\n')
}

function fact(name: string, value: string | undefined): string {
  return `  ${name.padEnd(12)}${value ?? '–'}`
}

function placeText(place: Explanation['place']): string | undefined {
  if (place?.moved === undefined) return place?.edge
  return `${place.moved} (the edge says ${place.edge ?? 'nothing'})`
}

function verdictText({ verdict, reasons, rules }: Explanation['verdict']): string {
  const why = reasons.length === 0 ? '' : `, ${reasons.join(', ')}`
  return `${verdict}${why} (${rules.join(', ')})`
}

function sourceText({
  source,
  class: said,
  confidence,
  mixed,
  place,
  detail,
  date,
  outdated,
}: SourceSaid): string {
  const says = `${said}/${confidence}${mixed ? ', mixed' : ''}${place === undefined ? '' : `, ${place}`}`
  const age = date === undefined ? '' : `, of ${date.slice(0, 10)}${outdated ? ' (too old)' : ''}`
  return `    ${source.padEnd(22)}${says.padEnd(26)}${detail}${age}`
}

function partsText(parts: NonNullable<Explanation['parts']>): string[] {
  if (parts.length === 0) return ['    nothing']
  const shown = parts.slice(0, MAX_PARTS).map(({ from, to, says }) => {
    const range = from === to ? from : `${from} – ${to}`
    return `    ${range.padEnd(44)} ${says.length === 0 ? '–' : says.join(', ')}`
  })
  const more = parts.length - shown.length
  return more > 0 ? [...shown, `    … and ${more} more (--json has all)`] : shown
}
