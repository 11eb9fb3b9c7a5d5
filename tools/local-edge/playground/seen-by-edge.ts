import type { SeenByEdge } from './try-result.ts'

/** What can be drawn of a simulated `request.cf`, which may hold anything. */
export function seenByEdge(cf: unknown): SeenByEdge {
  if (typeof cf !== 'object' || cf === null) return {}
  const facts: Readonly<Record<string, unknown>> = { ...cf }
  const text = (name: string) => (typeof facts[name] === 'string' ? (facts[name] as string) : undefined)
  const degrees = (name: string, limit: number) => {
    const value = Number.parseFloat(text(name) ?? '')
    return Math.abs(value) <= limit ? value : undefined
  }
  const { asn } = facts
  const country = text('country')
  const regionCode = text('regionCode')
  return withoutGaps({
    country,
    region: country === undefined || regionCode === undefined ? undefined : `${country}-${regionCode}`,
    city: text('city'),
    asn: typeof asn === 'number' ? asn : undefined,
    organization: text('asOrganization'),
    colo: text('colo'),
    latitude: degrees('latitude', 90),
    longitude: degrees('longitude', 180),
  })
}

type Gappy = { readonly [K in keyof SeenByEdge]-?: SeenByEdge[K] | undefined }

function withoutGaps(facts: Gappy): SeenByEdge {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}
