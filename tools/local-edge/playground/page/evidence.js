/** @import { EvidenceGroup, EvidenceRow, TryResult } from '../try-result.ts' */
import { fill, h } from './dom.js'

/** @type {readonly (readonly [group: EvidenceGroup, name: string])[]} */
const GROUPS = [
  ['place', 'Place'],
  ['network', 'Network'],
  ['tls', 'TLS and HTTP'],
  ['session', 'Session'],
  ['other', 'Other'],
]

/** @param {TryResult['examination']} examination */
export function drawEvidence(examination) {
  if (examination === undefined) {
    fill('evidence', h('p', { class: 'nothing' }, 'Nothing was looked at.'))
    return
  }
  const groups = GROUPS.map(([group, name]) => {
    const rows = examination.evidence.filter((row) => row.group === group)
    return rows.length === 0 ? undefined : h('section', { class: 'group' }, h('h3', {}, name), facts(rows))
  })
  fill('evidence', legend(), h('div', { class: 'groups' }, ...groups.filter((group) => group !== undefined)))
}

function legend() {
  const states = ['observed', 'absent', 'unavailable']
  return h(
    'p',
    { class: 'legend' },
    ...states.map((state) => h('span', { 'data-state': state }, h('i', {}), state)),
  )
}

/** @param {readonly EvidenceRow[]} rows */
function facts(rows) {
  return h(
    'dl',
    {},
    ...rows.map(({ name, state, text, source }) =>
      h(
        'div',
        { 'data-state': state },
        h('dt', {}, h('i', { 'aria-hidden': 'true' }), name),
        h(
          'dd',
          {},
          h('bdi', {}, state === 'observed' ? text : `${state}: ${text}`),
          source === undefined ? undefined : h('small', {}, source),
        ),
      ),
    ),
  )
}
