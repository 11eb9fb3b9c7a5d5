/** @import { Station, Tone } from '../try-result.ts' */
import { part } from './dom.js'

/**
 * Draws how far the request came: the line is whole up to the last station that heard of it, and barred behind it.
 *
 * @param {readonly Station[]} stations
 * @param {Tone} tone
 */
export function drawWay(stations, tone) {
  const way = part('way')
  way.dataset.tone = tone
  const end = stations.findLastIndex(({ state }) => state !== 'untouched')
  for (const [index, { id, name, fact, state }] of stations.entries()) {
    const item = way.querySelector(`[data-station="${id}"]`)
    if (!(item instanceof HTMLElement)) continue
    item.dataset.state = state
    item.toggleAttribute('data-barred', index === end + 1)
    const [title, text] = [item.querySelector('b'), item.querySelector('small')]
    if (title !== null) title.textContent = name
    if (text !== null) text.textContent = state === 'untouched' ? 'never hears of it' : fact
  }
}
