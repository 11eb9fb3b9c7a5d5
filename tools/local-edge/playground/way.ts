import type { Examination, SeenByEdge, SentToOrigin, Station, StationId } from './try-result.ts'

/** What is known of a request once it was answered. */
export interface Travelled {
  readonly client: string
  readonly seen: SeenByEdge
  readonly examination: Examination | undefined
  /** Why it was refused, where it was: of the answer, not of the decision alone. */
  readonly refusal: string | undefined
  readonly status: number
  readonly origin: SentToOrigin | undefined
}

const NAMES: Readonly<Record<StationId, string>> = {
  client: 'Client',
  edge: 'Edge',
  form: 'Form',
  evidence: 'Evidence',
  rules: 'Rules',
  verdict: 'Verdict',
  origin: 'Origin',
}

const STATIONS = Object.keys(NAMES) as StationId[]

/** The way of a request from the client to the origin, as far as it came. */
export function wayOf(travelled: Travelled): Station[] {
  const facts = factsOf(travelled)
  const end = endOf(travelled)
  const last = STATIONS.indexOf(end)
  return STATIONS.map((id, index) => ({
    id,
    name: NAMES[id],
    fact: index > last ? '' : facts[id],
    state: index > last ? 'untouched' : id === settledAt(travelled, end) ? 'decided' : 'passed',
  }))
}

/** The last station that heard of the request. */
function endOf({ examination, refusal, origin }: Travelled): StationId {
  if (origin !== undefined) return 'origin'
  if (refusal?.startsWith('request.') || refusal === 'resource.ambiguous') return 'form'
  return examination === undefined ? 'form' : 'verdict'
}

/** Where the outcome was settled: by a rule, where one is named, else by the default or by what comes before rules. */
function settledAt({ examination, refusal }: Travelled, end: StationId): StationId {
  if (end === 'form') return 'form'
  if (refusal?.startsWith('origin.')) return 'origin'
  const byRule = (examination?.determining.length ?? 0) > 0 && examination?.row !== 'default'
  return byRule && (refusal === undefined || examination?.reasons[0] === refusal) ? 'rules' : 'verdict'
}

function factsOf(travelled: Travelled): Record<StationId, string> {
  const { client, seen, examination, refusal, status } = travelled
  const observed = examination?.evidence.filter(({ state }) => state === 'observed').length
  const matched = examination?.rules.filter(({ finding }) => finding === 'matched').length
  return {
    client,
    edge: [
      seen.region ?? seen.country ?? 'no place',
      seen.asn === undefined ? 'no AS' : `AS${seen.asn}`,
    ].join(' · '),
    form: examination === undefined ? (refusal ?? 'unclear') : 'sound',
    evidence: examination === undefined ? '' : `${observed} of ${examination.evidence.length} seen`,
    rules: examination === undefined ? '' : `${matched} of ${examination.rules.length} match`,
    verdict: examination === undefined ? '' : examination.verdict,
    origin: `answers ${status}`,
  }
}
