import { formatPlace } from '../net/region.ts'
import { absent, type Observations, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'

/**
 * Every source that spoke about the network, for whoever asks months later: `feed:aws=hosting/high asn=hosting/high
 * name:data-centre=hosting/low place:starlink=GB`. In the order of their strength, each as source, class and confidence;
 * last who moved the place. Entries of the operator's are not quoted: one may be a single client's whole address.
 */
export const networkSigns = defineSignal({
  name: 'network.signs',
  kind: 'text',
  about: 'network',
  optional: true,
  reason: policyDenied,
  detect: ({ tables }) => {
    const signs = signsOf(tables)
    return signs.length === 0 ? absent('not_applicable') : observed(signs.join(' '), 'derived')
  },
})

function signsOf(tables: Observations['tables']): string[] {
  const { operator, override, prefixes = [], asn, organization, moved } = tables
  return [
    ...(operator === undefined ? [] : ['allowed=operator_allowed/high']),
    ...(override === undefined ? [] : [`override=${override}/high`]),
    ...prefixes.map(({ feed, class: said, confidence }) => `feed:${feed}=${said}/${confidence}`),
    ...(asn === undefined ? [] : [`asn=${asn.class}/${asn.confidence}${asn.mixed ? '/mixed' : ''}`]),
    ...(organization === undefined
      ? []
      : [`name:${organization.reason}=${organization.class}/${organization.confidence}`]),
    ...(moved === undefined ? [] : [`place:${moved.by}=${formatPlace(moved.place)}`]),
  ]
}
