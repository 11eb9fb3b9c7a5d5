import { absent, type Observations, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'

/**
 * Every source that spoke about the network, for whoever asks months later: `feed:aws=hosting/high asn=hosting/high
 * name:data-centre=hosting/low`. In the order of their strength; each as source, class and confidence.
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

function signsOf({ operator, override, prefixes = [], asn, organization }: Observations['tables']): string[] {
  return [
    ...(operator === undefined ? [] : [`allowed:${operator}=operator_allowed/high`]),
    ...(override === undefined ? [] : [`override:${override.entry}=${override.value}/high`]),
    ...prefixes.map(({ feed, class: said, confidence }) => `feed:${feed}=${said}/${confidence}`),
    ...(asn === undefined ? [] : [`asn=${asn.class}/${asn.confidence}${asn.mixed ? '/mixed' : ''}`]),
    ...(organization === undefined
      ? []
      : [`name:${organization.reason}=${organization.class}/${organization.confidence}`]),
  ]
}
