import { isNetworkClass } from '../net/network-class.ts'
import type { Decision } from '../policy/types.ts'
import type { LabelId } from '../texts/locale.ts'
import { placeName } from '../texts/place-name.ts'
import type { Spoken } from '../texts/speak.ts'
import type { Fact } from './layout.tsx'

const LABELS: ReadonlyMap<string, LabelId> = new Map([
  ['place', 'place'],
  ['place.city', 'place'],
  ['place.region_name', 'place'],
  ['network.class', 'network'],
  ['network.organization', 'operator'],
  ['network.asn', 'operator'],
])

/** Of a place or network that a worded line names already; programs find it in the problem details. */
const IS_DETAIL = /^(?:place|network)\./

/**
 * What was observed, in words a person knows, with what is about the same thing in one line; what has no word of its own
 * goes by the signal's name.
 */
export function observedFacts(observed: Decision['observed'], spoken: Spoken): Fact[] {
  const worded = new Map<LabelId, string[]>()
  const others: Fact[] = []
  for (const [name, value] of Object.entries(observed)) {
    const label = LABELS.get(name)
    if (label === undefined) {
      if (!IS_DETAIL.test(name)) others.push({ label: name, value: String(value), isCode: true })
    } else worded.set(label, [...(worded.get(label) ?? []), valueText(name, value, spoken)])
  }
  return [
    ...[...worded].map(([label, values]) => ({
      label: spoken.locale.labels[label].text,
      value: values.join(' · '),
    })),
    ...others,
  ]
}

function valueText(name: string, value: string | number | boolean, { tag, locale }: Spoken): string {
  if (name === 'place') return placeName(String(value), tag)
  if (name === 'network.asn') return `AS${value}`
  if (name === 'network.class' && isNetworkClass(value)) return locale.classes[value].text
  return String(value)
}
