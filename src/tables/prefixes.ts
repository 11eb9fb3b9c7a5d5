import { err, ok, type Result } from '../lib/result.ts'
import type { IpAddress } from '../net/ip-address.ts'
import { parsePlaceCode } from '../net/region.ts'
import type { PrefixAnswer } from '../observations/types.ts'
import {
  type Description,
  type FeedDescription,
  type OpenedTable,
  openTable,
  type TableError,
} from './prefix-format.ts'
import { findIpv4, findIpv6 } from './prefix-table.ts'

/** A prefix table that was opened: what it says of an address, and what it was made of. */
export interface Prefixes {
  /** First 16 hex digits of its checksum. */
  readonly version: string
  /** Its whole checksum, and its name as a blob. */
  readonly sha256: string
  readonly feeds: readonly FeedDescription[]
  /**
   * Of each class one answer, and one of low confidence. The same array for all addresses of which the same is known:
   * nothing is allocated.
   */
  find(address: IpAddress): readonly PrefixAnswer[]
}

const NOTHING: readonly PrefixAnswer[] = Object.freeze([])

/** Opens the bytes of a table; see `openTable` for what is checked and the errors. */
export async function openPrefixes(bytes: Uint8Array<ArrayBuffer>): Promise<Result<Prefixes, TableError>> {
  const opened = await openTable(bytes)
  return opened.ok ? ok(prefixesOf(opened.value)) : opened
}

function prefixesOf({ version, sha256, description, ipv4, ipv6 }: OpenedTable): Prefixes {
  const answers = answersOf(description)
  return Object.freeze({
    version,
    sha256,
    feeds: description.feeds,
    find: (address: IpAddress) =>
      answers[address.version === 4 ? findIpv4(ipv4, address.w0) : findIpv6(ipv6, address)] ?? NOTHING,
  })
}

function answersOf({ feeds, findings, values }: Description): readonly (readonly PrefixAnswer[])[] {
  const answers = findings.map((finding): PrefixAnswer => {
    const { id, confidence, movesPlace } = feeds[finding.feed] as FeedDescription
    const place = finding.place === undefined ? undefined : parsePlaceCode(finding.place)
    return Object.freeze({ class: finding.class, confidence, feed: id, movesPlace, ...(place && { place }) })
  })
  return values.map((list) => Object.freeze(list.map((finding) => answers[finding] as PrefixAnswer)))
}

/**
 * The prefix table in force. Another one takes its place between two look-ups, without a pause; one that cannot be opened
 * does not, and the one before stays.
 */
export class CurrentPrefixes {
  #current: Prefixes | undefined
  #missing = false
  #changes = 0

  /** Another number as soon as any answer may be another one: whoever keeps what follows from answers compares it. */
  get changes(): number {
    return this.#changes
  }

  /** Undefined while there is none. */
  get version(): string | undefined {
    return this.#current?.version
  }

  get sha256(): string | undefined {
    return this.#current?.sha256
  }

  get feeds(): readonly FeedDescription[] {
    return this.#current?.feeds ?? []
  }

  /** A table should be there and is not: not the same as a build without lists. */
  declareMissing(): void {
    if (!this.#missing) this.#changes++
    this.#missing = true
  }

  /** None should be there, for all that anybody has said. */
  declareUnwanted(): void {
    if (this.#missing) this.#changes++
    this.#missing = false
  }

  /**
   * What the lists say of an address; `undefined` when they could not be asked: the table that should say it could not be
   * read, or there is no address to look up. Being on no list is an empty answer, which is something else.
   */
  find(address: IpAddress | undefined): readonly PrefixAnswer[] | undefined {
    if (this.#current === undefined) return this.#missing ? undefined : NOTHING
    return address === undefined ? undefined : this.#current.find(address)
  }

  /** @param expected the checksum it must have; a sound table with another is `foreign` */
  async swap(
    bytes: Uint8Array<ArrayBuffer>,
    expected?: string,
  ): Promise<Result<Prefixes, TableError | 'foreign'>> {
    const opened = await openPrefixes(bytes)
    if (opened.ok && expected !== undefined && opened.value.sha256 !== expected) return err('foreign')
    if (opened.ok) {
      this.#current = opened.value
      this.#changes++
    }
    return opened
  }
}
