import { absent, type Observations, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'
import { isAdverse, networkVerdict } from './network-verdict.ts'

/**
 * Whether no source contradicts the class: a home that some list calls a proxy, a carrier whose own name speaks of
 * hosting, is no place to be sure of. Mere shades (a mobile carrier named like a cable one) are no contradiction. Absent
 * where at most one source spoke.
 */
export const networkSourcesAgree = defineSignal({
  name: 'network.sources_agree',
  kind: 'boolean',
  about: 'network',
  optional: true,
  reason: policyDenied,
  detect: (observations) => {
    const { asn, organization, prefixes = [] } = observations.tables
    const sources = [asn, organization, ...prefixes].filter((source) => source !== undefined)
    if (sources.length < 2) return absent('not_applicable')
    return observed(
      needsNoSecond(observations) || !sources.some((source) => isAdverse(source.class)),
      'derived',
    )
  },
})

/** Servers by one source are servers, whatever another says; and the operator's own word answers for itself. */
function needsNoSecond(observations: Observations): boolean {
  const found = networkVerdict(observations)
  return found !== undefined && (isAdverse(found.class) || found.source === 'operator')
}
