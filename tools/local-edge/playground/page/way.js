/** @import { Station, Tone } from '../try-result.ts' */
import { drawing, part, SIGNS } from './dom.js'

/**
 * Draws how far the request came: the line is whole up to the last station that heard of it, and barred behind it.
 *
 * @param {readonly Station[]} stations
 * @param {Tone} tone
 */
export function drawWay(stations, tone) {
  const way = part('way')
  way.dataset.tone = tone
  picture(
    'client',
    document.querySelector('#choice input[name="client"]:checked + .face svg')?.cloneNode(true),
  )
  picture('verdict', drawing(SIGNS[tone]))
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

/**
 * @param {string} station
 * @param {Node | undefined} drawn
 */
function picture(station, drawn) {
  if (drawn !== undefined)
    part('way').querySelector(`[data-station="${station}"] .stop`)?.replaceChildren(drawn)
}
