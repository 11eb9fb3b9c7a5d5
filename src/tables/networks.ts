import type { Asn } from '../net/asn.ts'
import { ASN_GROUPS, RELAY_CARRIERS } from './asn-entries.ts'
import { type AsnEntry, isRelayCarrier, lookupAsn } from './asn-table.ts'
import { checksum } from './checksum.ts'
import { matchOrganization, type OrganizationMatch } from './organization-rules.ts'
import {
  EXCEPTIONS,
  LEGAL_FORMS,
  NOT_RETAIL,
  ORGANIZATION_RULES,
  OTHER_TRADES,
} from './organization-words.ts'

/** What the rest of the product may ask the network tables. All answers are synchronous and without I/O. */
export interface NetworkTables {
  /** Names the contents: tables of one version hold the same entries and rules. An identifier, not a security measure. */
  readonly version: string
  /** What is listed for the ASN; `undefined` means not listed. */
  byAsn(asn: Asn): AsnEntry | undefined
  /** A guess from the organisation's name, always of low confidence; `undefined` when no rule fits. */
  byOrganization(name: string): OrganizationMatch | undefined
  /** Whether iCloud Private Relay leaves from this ASN, among much else. */
  isRelayCarrier(asn: Asn): boolean
}

/** Entries are sorted, so that moving one within the source file does not look like a new table. Rules keep their order. */
function canonicalText(): string {
  const entries = ASN_GROUPS.flatMap((group) =>
    group.networks.map(([asn, operator]) =>
      [asn, group.class, group.mixed, group.confidence, operator, group.reason].join('\t'),
    ),
  )
  const relays = RELAY_CARRIERS.map(([asn, operator]) => [asn, 'relay', operator].join('\t'))
  const rules = JSON.stringify([ORGANIZATION_RULES, EXCEPTIONS, OTHER_TRADES, NOT_RETAIL, LEGAL_FORMS])
  return [...[...entries, ...relays].sort(), rules].join('\n')
}

/** The tables that ship with this build. */
export const bundledNetworks: NetworkTables = Object.freeze({
  version: checksum(canonicalText()),
  byAsn: lookupAsn,
  byOrganization: matchOrganization,
  isRelayCarrier,
})
