import type { Asn } from '../net/asn.ts'
import type { IpAddress } from '../net/ip-address.ts'
import type { PrefixAnswer } from '../observations/types.ts'
import { type AsnEntry, lookupAsn } from './asn-table.ts'
import { BUNDLED_VERSION } from './data/bundled-version.ts'
import { matchOrganization, type OrganizationMatch } from './organization-rules.ts'
import type { CurrentPrefixes } from './prefixes.ts'
import { isRelayCarrier } from './relay-carriers.ts'

/** What the rest of the product may ask the network tables. All answers are synchronous and without I/O. */
export interface NetworkTables {
  /** Names the contents: tables of one version hold the same entries and rules. An identifier, not a security measure. */
  readonly version: string
  /** What is listed for the ASN; `undefined` means not listed. */
  byAsn(asn: Asn): AsnEntry | undefined
  /** What the publishers' lists say of the address, of each class one answer and one of low confidence; `undefined`: they could not be asked. */
  byAddress(address: IpAddress | undefined): readonly PrefixAnswer[] | undefined
  /** A guess from the organisation's name, always of low confidence; `undefined` when no rule fits. */
  byOrganization(name: string): OrganizationMatch | undefined
  /** Whether iCloud Private Relay leaves from this ASN, among much else. */
  isRelayCarrier(asn: Asn): boolean
}

/** The tables of this build, and the prefix table that is in force. */
export function networkTables(prefixes: CurrentPrefixes): NetworkTables {
  return Object.freeze({
    get version() {
      const { version } = prefixes
      return version === undefined ? BUNDLED_VERSION : `${BUNDLED_VERSION}.${version}`
    },
    byAsn: lookupAsn,
    byAddress: (address: IpAddress | undefined) => prefixes.find(address),
    byOrganization: matchOrganization,
    isRelayCarrier,
  })
}
