import { JSON_SHAPES } from '../formats/json-shapes.ts'
import { defineSource, type FeedSource } from '../source.ts'

const FACTS = 'no licence text; facts published by the provider for this use'

/**
 * Networks that stand between people and sites. Cloudflare's and Fastly's addresses carry relays, WARP and servers
 * alike: their lists say whose they are, and of who is behind them nothing.
 */
export const EDGES: readonly FeedSource[] = [
  defineSource({
    id: 'cloudflare',
    title: 'Cloudflare',
    publisher: 'Cloudflare',
    licence: FACTS,
    urls: ['https://www.cloudflare.com/ips-v4', 'https://www.cloudflare.com/ips-v6'],
    format: { kind: 'lines' },
    class: 'unknown',
    expect: { min: 15, max: 60 },
    mirrors: [{ file: 'cloudflare-ips.txt', format: { kind: 'lines' } }],
  }),
  defineSource({
    id: 'fastly',
    title: 'Fastly',
    publisher: 'Fastly',
    licence: FACTS,
    urls: ['https://api.fastly.com/public-ip-list'],
    format: JSON_SHAPES.fastly,
    class: 'unknown',
    expect: { min: 10, max: 100 },
    mirrors: [{ file: 'fastly-public-ip-list.json', format: JSON_SHAPES.fastly }],
  }),
  defineSource({
    id: 'zscaler',
    title: 'Zscaler hubs',
    publisher: 'Zscaler',
    licence: FACTS,
    urls: ['https://config.zscaler.com/api/zscaler.net/hubs/cidr/json/recommended'],
    format: JSON_SHAPES.zscaler,
    class: 'corporate_gateway',
    expect: { min: 40, max: 600 },
    mirrors: [{ file: 'zscaler-cloud.json', format: JSON_SHAPES.zscaler }],
  }),
  defineSource({
    id: 'apple-relay',
    title: 'iCloud Private Relay egress',
    publisher: 'Apple',
    licence: 'no licence text; published by Apple for site operators',
    urls: ['https://mask-api.icloud.com/egress-ip-ranges.csv'],
    format: { kind: 'geofeed' },
    class: 'privacy_relay',
    movesPlace: true,
    // The published list is split up by city; mirrors that hold no places have it merged.
    expect: { min: 10_000, max: 1_000_000 },
    mirrors: [
      { file: 'egress-ip-ranges.csv', format: { kind: 'geofeed' } },
      { file: 'apple-private-relay-prefixes.txt', format: { kind: 'lines' } },
    ],
  }),
  defineSource({
    id: 'starlink',
    title: 'Starlink',
    publisher: 'SpaceX',
    licence: 'no licence text; RFC 8805 geofeed, published to be read by anybody',
    urls: ['https://geoip.starlinkisp.net/feed.csv'],
    format: { kind: 'geofeed' },
    class: 'satellite',
    movesPlace: true,
    expect: { min: 1_000, max: 50_000 },
    tolerate: 0.01,
    mirrors: [{ file: 'starlink-geofeed.csv', format: { kind: 'geofeed' } }],
  }),
]
