import type { FeedFormat } from '../formats/index.ts'
import { JSON_SHAPES } from '../formats/json-shapes.ts'
import { defineSource, type FeedSource } from '../source.ts'

const NO_TERMS = 'no licence text; the public list that the operator’s own client reads'

const TOR: readonly FeedSource[] = [
  defineSource({
    id: 'tor',
    title: 'Tor exits',
    publisher: 'The Tor Project',
    licence: 'CC0',
    urls: ['https://check.torproject.org/torbulkexitlist'],
    format: { kind: 'lines' },
    class: 'tor',
    expect: { min: 700, max: 15_000 },
    // Exits come and go within hours, and an address that was one yesterday is somebody else's tomorrow.
    maxAgeDays: 3,
    mirrors: [
      { file: 'tor-exits.csv', format: { kind: 'csv', prefix: 'ipaddr', header: 'yes' } },
      { file: 'torbulkexitlist.txt', format: { kind: 'lines' } },
    ],
  }),
  // The exit list above is IPv4 only. Relays with the Exit flag use the addresses at which they are relays.
  defineSource({
    id: 'tor-relays',
    title: 'Tor relays that are exits, with their IPv6 addresses',
    publisher: 'The Tor Project',
    licence: 'CC0',
    urls: ['https://onionoo.torproject.org/details?flag=Exit&running=true&fields=or_addresses'],
    format: JSON_SHAPES.onionoo,
    class: 'tor',
    expect: { min: 700, max: 15_000 },
    maxAgeDays: 3,
    mirrors: [{ file: 'tor-relays.json', format: JSON_SHAPES.onionoo }],
  }),
]

function vpn(id: string, title: string, max: number, live?: { url: string; format: FeedFormat }): FeedSource {
  const lines: FeedFormat = { kind: 'lines' }
  return defineSource({
    id: `vpn-${id}`,
    title,
    publisher: title,
    licence: NO_TERMS,
    urls: live === undefined ? [] : [live.url],
    format: live?.format ?? lines,
    class: 'vpn',
    expect: { min: Math.round(max / 30), max },
    // Servers are rented and given back within weeks.
    maxAgeDays: 7,
    mirrors: [{ file: `vpn-${id}.txt`, format: lines }],
  })
}

const AIRVPN = [4, 6].flatMap((family) => [1, 2, 3, 4].map((number) => `ip_v${family}_in${number}`)).join('|')

/** Addresses that clients connect to. With most operators traffic leaves by them too, or by one close by. */
const VPN: readonly FeedSource[] = [
  vpn('mullvad', 'Mullvad', 6_000, {
    url: 'https://api.mullvad.net/www/relays/all/',
    format: { kind: 'json', paths: ['[].ipv4_addr_in', '[].ipv6_addr_in?'] },
  }),
  vpn('ivpn', 'IVPN', 2_000, {
    url: 'https://api.ivpn.net/v5/servers.json',
    format: {
      kind: 'json',
      paths: ['wireguard[].hosts[].host', 'wireguard[].hosts[].v2ray?', 'openvpn[].hosts[].host'],
    },
  }),
  vpn('nordvpn', 'NordVPN', 40_000, {
    url: 'https://api.nordvpn.com/v1/servers?limit=16384',
    format: { kind: 'json', paths: ['[].station', '[].ipv6_station?'] },
  }),
  // Mirror only: its server list asks for a signed-in client since 2025.
  vpn('protonvpn', 'Proton VPN', 15_000),
  vpn('pia', 'Private Internet Access', 20_000, {
    url: 'https://serverlist.piaservers.net/vpninfo/servers/v6',
    format: { kind: 'json', paths: ['regions[].servers.*[].ip'], extent: 'first_line' },
  }),
  // Mirror only: its server list names hosts, not addresses.
  vpn('surfshark', 'Surfshark', 8_000),
  vpn('windscribe', 'Windscribe', 10_000, {
    url: 'https://assets.windscribe.com/serverlist/mob-v2/1/0',
    format: { kind: 'json', paths: ['data[].groups?[].nodes?[].ip|ip2|ip3'] },
  }),
  vpn('airvpn', 'AirVPN', 10_000, {
    url: 'https://airvpn.org/api/status/',
    format: { kind: 'json', paths: [`servers[].${AIRVPN}`] },
  }),
  vpn('ovpn', 'OVPN', 1_500, {
    url: 'https://www.ovpn.com/v2/api/client/entry',
    format: { kind: 'json', paths: ['datacenters[].servers[].ip'] },
  }),
]

export const ANONYMIZERS: readonly FeedSource[] = [...TOR, ...VPN]
