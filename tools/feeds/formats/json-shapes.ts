import type { JsonFormat } from './json.ts'

/** Where the publishers' documents hold their prefixes. An operator names one of these for a list in the same shape. */
export const JSON_SHAPES = {
  aws: {
    kind: 'json',
    paths: ['prefixes[].ip_prefix', 'ipv6_prefixes[].ipv6_prefix'],
    published: 'createDate',
  },
  /** Google's own, and what Google, Microsoft, Apple, OpenAI and others publish of their crawlers. */
  gcp: { kind: 'json', paths: ['prefixes[].ipv4Prefix|ipv6Prefix'], published: 'creationTime' },
  azure: { kind: 'json', paths: ['values[].properties.addressPrefixes[]'] },
  oracle: { kind: 'json', paths: ['regions[].cidrs[].cidr'], published: 'last_updated_timestamp' },
  fastly: { kind: 'json', paths: ['addresses[]', 'ipv6_addresses[]'] },
  github_actions: { kind: 'json', paths: ['actions[]'] },
  zscaler: { kind: 'json', paths: ['hubPrefixes[]'] },
  vultr: { kind: 'json', paths: ['subnets[].ip_prefix'], published: 'updated' },
  onionoo: {
    kind: 'json',
    paths: ['relays[].or_addresses[]'],
    published: 'relays_published',
    values: 'with_port',
  },
} as const satisfies Readonly<Record<string, JsonFormat>>
