import { isNetworkClass } from '../net/network-class.ts'
import type { Decision } from '../policy/types.ts'
import type { LabelId } from '../texts/locale.ts'
import { placeName } from '../texts/place-name.ts'
import type { Spoken } from '../texts/speak.ts'
import type { Fact } from './layout.tsx'

const LABELS: Readonly<Record<string, LabelId>> = {
  place: 'place',
  'place.city': 'place',
  'place.region_name': 'place',
  'network.class': 'network',
  'network.organization': 'operator',
  'network.asn': 'operator',
}

/** What was observed, in words a person knows; what has no word of its own goes by the signal's name. */
export function observedFacts(observed: Decision['observed'], spoken: Spoken): Fact[] {
  const { labels } = spoken.locale
  return Object.entries(observed).map(([name, value]) => {
    const label = LABELS[name]
    const text = valueText(name, value, spoken)
    return label === undefined
      ? { label: name, value: text, isCode: true }
      : { label: labels[label].text, value: text }
  })
}

function valueText(name: string, value: string | number | boolean, { tag, locale }: Spoken): string {
  if (name === 'place') return placeName(String(value), tag)
  if (name === 'network.asn') return `AS${value}`
  if (name === 'network.class' && isNetworkClass(value)) return locale.classes[value].text
  return String(value)
}
