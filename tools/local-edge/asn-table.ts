/** Ranges of one address family, sorted and disjoint; an address is `words` unsigned 32-bit numbers. */
export type RangeTable = {
  readonly words: 1 | 4
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly asns: Uint32Array
  /** Index into `AsnRanges.organizations`. */
  readonly organizationOf: Uint32Array
}

export type AsnRanges = {
  readonly ipv4: RangeTable
  readonly ipv6: RangeTable
  readonly organizations: readonly string[]
}
