/**
 * What `GET /.cordon/playground/try` answers. Plain JSON types of its own, because the page's script reads them too, and
 * knows nothing of the product. Every text may be the work of whoever made the request up: shown as text, never as HTML.
 */
export interface TryResult {
  readonly client: { readonly id: string; readonly label: string; readonly address: string }
  readonly seen: SeenByEdge
  /** The stations of the request's way, in order, with how far it came. */
  readonly way: readonly Station[]
  /** Undefined where nothing was decided: a request of no clear form, or no policy. */
  readonly examination?: Examination
  readonly answer: Answer
  /** Why it was refused; undefined where it was let in. */
  readonly refusal?: string
  /** What the origin was sent; undefined where it never heard of the request. */
  readonly origin?: SentToOrigin
  /** The answer to `POST /.cordon/session` from the same client. */
  readonly session: SessionAnswer
  /** The decision record that was written, where one was: most allowed requests leave none. */
  readonly record?: object
  /** Every client of the page with the same request, so that one sees whom a resource shuts out. */
  readonly others: readonly OtherClient[]
  /** Sentences about what the offline tables cannot tell. */
  readonly remarks: readonly string[]
}

/** The parts of the simulated `request.cf` that are drawn; absent where they are not of the right type. */
export interface SeenByEdge {
  readonly country?: string
  readonly region?: string
  readonly city?: string
  readonly asn?: number
  readonly organization?: string
  readonly colo?: string
  readonly latitude?: number
  readonly longitude?: number
}

export type StationId = 'client' | 'edge' | 'form' | 'evidence' | 'rules' | 'verdict' | 'origin'

export interface Station {
  readonly id: StationId
  readonly name: string
  readonly fact: string
  /** `decided`: here it was settled; `untouched`: the request never came here. */
  readonly state: 'passed' | 'decided' | 'untouched'
}

export type Tone = 'allow' | 'limit' | 'challenge' | 'deny'

export interface Examination {
  readonly verdict: Tone
  /** What the mode makes of the verdict. */
  readonly action: 'pass' | 'refuse'
  readonly mode: string
  readonly row: string
  readonly reasons: readonly string[]
  readonly assurance: string
  readonly resource: string
  readonly tier: string
  readonly tierMax?: string
  readonly revision: string
  readonly determining: readonly string[]
  readonly laws: readonly string[]
  readonly exemptions: readonly string[]
  readonly degraded: readonly string[]
  readonly rules: readonly RuleRow[]
  readonly evidence: readonly EvidenceRow[]
}

export interface RuleRow {
  readonly rule: string
  readonly effect: Tone
  /** `no_say`: it is for another tier, resource or time. */
  readonly finding: 'matched' | 'unmatched' | 'indeterminate' | 'no_say'
  readonly standing: string
  readonly mode?: string
  readonly reason?: string
  readonly note?: string
  readonly determining: boolean
  readonly exemptions: readonly string[]
  readonly comparisons: readonly Comparison[]
}

export interface Comparison {
  readonly signal: string
  readonly test: string
  readonly value: string
  readonly truth: string
}

export type EvidenceGroup = 'place' | 'network' | 'tls' | 'session' | 'other'

export interface EvidenceRow {
  readonly name: string
  readonly group: EvidenceGroup
  readonly state: 'observed' | 'absent' | 'unavailable'
  /** Of what was observed the value; else why it was not. */
  readonly text: string
  readonly source?: string
}

export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** There was more of the body than is shown. */
  readonly cut: boolean
  /** A refusal as a page: its style carries this nonce. */
  readonly pageNonce?: string
}

export interface SentToOrigin {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly assertion?: Token
}

export interface Token {
  readonly text: string
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

export interface SessionAnswer {
  readonly status: number
  readonly token?: Token
  /** Where there is no token: why. */
  readonly reason?: string
}

export interface OtherClient {
  readonly id: string
  /** Undefined where nothing was decided. */
  readonly verdict?: Tone
  readonly status: number
  readonly reason?: string
}
