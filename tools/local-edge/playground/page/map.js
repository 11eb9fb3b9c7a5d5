/** @import { TryResult, Tone } from '../try-result.ts' */
import { part } from './dom.js'

/**
 * Puts the client on the map, where the edge says that it is.
 *
 * @param {TryResult['seen']} seen
 * @param {Tone} tone
 */
export function drawMap({ latitude, longitude, city, region, country, organization }, tone) {
  const map = part('map')
  const client = part('map-client')
  const isKnown = latitude !== undefined && longitude !== undefined
  client.toggleAttribute('hidden', !isKnown)
  map.dataset.tone = tone
  if (isKnown) {
    const [x, y] = [longitude + 180, Number(map.dataset.top) - latitude]
    for (const circle of client.querySelectorAll('circle')) {
      circle.setAttribute('cx', `${x}`)
      circle.setAttribute('cy', `${y}`)
    }
    client.querySelector('.cross')?.setAttribute('d', `M${x} 0V400M0 ${y}H360`)
  }
  const place = [city, region ?? country].filter((text) => text !== undefined).join(', ')
  part('map-text').textContent = [
    country === 'T1' ? 'Somewhere behind Tor' : place === '' ? 'No place known' : place,
    organization,
  ]
    .filter((text) => text !== undefined && text !== '')
    .join(' · ')
}
