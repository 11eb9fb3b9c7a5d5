/**
 * The kinds of network an address can belong to, as far as a geo-fence cares: who is usually behind it, and how much the
 * place of the address says about the place of the person.
 *
 * The order is not a ranking. `unknown` means that nothing is known, not that something is wrong.
 */
export const NETWORK_CLASSES = [
  'residential',
  'mobile',
  'satellite',
  'business',
  'education',
  'hosting',
  'vpn',
  'proxy',
  'tor',
  'privacy_relay',
  'corporate_gateway',
  'edge_worker',
  'crawler',
  'operator_allowed',
  'unknown',
] as const

export type NetworkClass = (typeof NETWORK_CLASSES)[number]

const KNOWN: ReadonlySet<unknown> = new Set(NETWORK_CLASSES)

export function isNetworkClass(value: unknown): value is NetworkClass {
  return KNOWN.has(value)
}
