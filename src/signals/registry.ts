import type { Observations, Signal } from '../observations/types.ts'
import { accountCreated } from './account-created.ts'
import { accountHome } from './account-home.ts'
import { accountId } from './account-id.ts'
import { botScore } from './bot-score.ts'
import { botVerified } from './bot-verified.ts'
import { clientAddress } from './client-address.ts'
import { clientAddressFamily } from './client-address-family.ts'
import { clientCertificate } from './client-certificate.ts'
import { clientRtt } from './client-rtt.ts'
import { clientSpecialUse } from './client-special-use.ts'
import type { AnySignal, SignalDefinition } from './define.ts'
import { edgeColo } from './edge-colo.ts'
import { httpProtocol } from './http-protocol.ts'
import { identityKind } from './identity-kind.ts'
import { keyId } from './key-id.ts'
import { networkAsn } from './network-asn.ts'
import { networkClass } from './network-class.ts'
import { networkConfidence } from './network-confidence.ts'
import { networkMixed } from './network-mixed.ts'
import { networkOrganization } from './network-organization.ts'
import { networkSigns } from './network-signs.ts'
import { networkSourcesAgree } from './network-sources-agree.ts'
import { networkSuspected } from './network-suspected.ts'
import { place } from './place.ts'
import { placeCity } from './place-city.ts'
import { placeContinent } from './place-continent.ts'
import { placeCoordinates } from './place-coordinates.ts'
import { placeEdge } from './place-edge.ts'
import { placeEu } from './place-eu.ts'
import { placeRegionName } from './place-region-name.ts'
import { placeState } from './place-state.ts'
import { placeTimeZone } from './place-time-zone.ts'
import { sessionAssurance } from './session-assurance.ts'
import { sessionBinding } from './session-binding.ts'
import { sessionStatus } from './session-status.ts'
import { tlsCipher } from './tls-cipher.ts'
import { tlsCiphersSha1 } from './tls-ciphers-sha1.ts'
import { tlsExtensionsSha1 } from './tls-extensions-sha1.ts'
import { tlsJa3 } from './tls-ja3.ts'
import { tlsJa4 } from './tls-ja4.ts'
import { tlsVersion } from './tls-version.ts'
import { workerZone } from './worker-zone.ts'

/** Every signal there is, in the order records list them. One line each. */
export const registry = [
  place,
  placeEdge,
  placeState,
  placeContinent,
  placeEu,
  placeRegionName,
  placeCity,
  placeCoordinates,
  placeTimeZone,
  networkClass,
  networkConfidence,
  networkAsn,
  networkOrganization,
  networkMixed,
  networkSourcesAgree,
  networkSuspected,
  networkSigns,
  clientAddress,
  clientAddressFamily,
  clientSpecialUse,
  clientRtt,
  clientCertificate,
  edgeColo,
  workerZone,
  tlsVersion,
  tlsCipher,
  tlsCiphersSha1,
  tlsExtensionsSha1,
  tlsJa3,
  tlsJa4,
  httpProtocol,
  botScore,
  botVerified,
  sessionStatus,
  sessionBinding,
  sessionAssurance,
  identityKind,
  keyId,
  accountId,
  accountCreated,
  accountHome,
] as const

type Definition = (typeof registry)[number]
export type SignalName = Definition['name']
type ValueOf<D> = D extends SignalDefinition<string, infer T, string> ? T : never

/** Every reason a signal can lead to; `policy/reasons` must know them all. */
export type SignalReason = ReturnType<Definition['reason']>

/** The typed record of all signals of one request (RFC 9334 §2: what the appraisal policy is applied to). */
export type Evidence = { readonly [D in Definition as D['name']]: Signal<ValueOf<D>> }

const byName = new Map<string, AnySignal>(registry.map((signal) => [signal.name, signal as AnySignal]))

export const SIGNAL_NAMES: readonly SignalName[] = registry.map((signal) => signal.name)

export function signalNamed(name: SignalName): AnySignal {
  const signal = byName.get(name)
  if (signal === undefined) throw new Error(`no such signal: ${name}`)
  return signal
}

export function isSignalName(name: string): name is SignalName {
  return byName.has(name)
}

/** Runs every detector once. Pure; costs no more than the detectors. */
export function collectEvidence(observations: Observations): Evidence {
  const evidence: Partial<Record<SignalName, Signal<unknown>>> = {}
  for (const signal of registry) evidence[signal.name] = signal.detect(observations)
  return evidence as Evidence
}
