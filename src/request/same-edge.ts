import type { EdgeFacts } from '../observations/types.ts'
import { botScoreFact, clientRttFact } from './edge-facts.ts'

/** The properties of `request.cf` that `edgeFacts` reads and that stay the same as long as a connection does. */
export const STEADY_PROPERTIES = [
  'country',
  'regionCode',
  'region',
  'city',
  'continent',
  'isEUCountry',
  'latitude',
  'longitude',
  'timezone',
  'colo',
  'asn',
  'asOrganization',
  'httpProtocol',
  'tlsVersion',
  'tlsCipher',
  'tlsClientCiphersSha1',
  'tlsClientExtensionsSha1',
] as const
export const STEADY_BOT_PROPERTIES = ['ja3Hash', 'ja4', 'verifiedBot'] as const
export const STEADY_CERTIFICATE_PROPERTIES = [
  'certPresented',
  'certVerified',
  'certRevoked',
  'certFingerprintSHA256',
] as const

/** What is measured anew with each request: round trips, and the bot score. */
export type ChangingFacts = Pick<EdgeFacts, 'clientRttMillis' | 'botScore'>

/** What `request.cf` said once, to be compared with what it says later. */
export interface SeenEdge {
  readonly steady: readonly unknown[]
  readonly changing: readonly unknown[]
}

type Properties = Readonly<Record<string, unknown>>

/** Undefined where something in it is not what it should be: that is not compared. */
export function seenEdge(cf: unknown): SeenEdge | undefined {
  if (!isPlain(cf)) return undefined
  const { botManagement: bot, tlsClientAuth: certificate } = cf
  if (!isAbsentOrPlain(bot) || !isAbsentOrPlain(certificate)) return undefined
  const steady = [
    ...STEADY_PROPERTIES.map((name) => cf[name]),
    ...STEADY_BOT_PROPERTIES.map((name) => bot?.[name]),
    ...STEADY_CERTIFICATE_PROPERTIES.map((name) => certificate?.[name]),
    // To say nothing of a certificate is to say that none was shown.
    certificate === undefined,
  ]
  const changing = [cf.clientTcpRtt, cf.clientQuicRtt, bot?.score]
  return [...steady, ...changing].some(isObject) ? undefined : { steady, changing }
}

/** Whether `edgeFacts` would say the same of it, but for what changes. Reads nothing but what is compared. */
export function isSameEdge(cf: unknown, { steady }: SeenEdge): boolean {
  if (!isPlain(cf)) return false
  const { botManagement: bot, tlsClientAuth: certificate } = cf
  if (!isAbsentOrPlain(bot) || !isAbsentOrPlain(certificate)) return false
  let at = 0
  for (const name of STEADY_PROPERTIES) if (cf[name] !== steady[at++]) return false
  for (const name of STEADY_BOT_PROPERTIES) if (bot?.[name] !== steady[at++]) return false
  for (const name of STEADY_CERTIFICATE_PROPERTIES) if (certificate?.[name] !== steady[at++]) return false
  return (certificate === undefined) === steady[at]
}

/** What has changed of it; undefined where nothing has. */
export function changedFacts(cf: unknown, { changing }: SeenEdge): ChangingFacts | undefined {
  if (!isPlain(cf)) return undefined
  const bot = cf.botManagement
  const score = isPlain(bot) ? bot.score : undefined
  if (cf.clientTcpRtt === changing[0] && cf.clientQuicRtt === changing[1] && score === changing[2])
    return undefined
  return { clientRttMillis: clientRttFact(cf), botScore: botScoreFact(cf) }
}

/** As JSON makes them: whatever is in it is its own, so that it may be read without asking whether it is. */
function isPlain(value: unknown): value is Properties {
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype
}

function isAbsentOrPlain(value: unknown): value is Properties | undefined {
  return value === undefined || isPlain(value)
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
