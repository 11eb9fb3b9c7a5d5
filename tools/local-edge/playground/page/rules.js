/** @import { RuleRow, TryResult } from '../try-result.ts' */
import { chip, fill, h } from './dom.js'

/** @param {TryResult['examination']} examination */
export function drawRules(examination) {
  if (examination === undefined) {
    fill('rules', h('p', { class: 'nothing' }, 'No rule was asked.'))
    return
  }
  const { rules } = examination
  const spoke = rules.filter((rule) => rule.determining || !isQuiet(rule))
  const quiet = rules.filter((rule) => !spoke.includes(rule))
  const silent = quiet.filter(({ finding }) => finding === 'no_say').length
  fill(
    'rules',
    tally(rules),
    spoke.length === 0 ? h('p', { class: 'nothing' }, 'None of them matches.') : list(spoke),
    quiet.length === 0
      ? undefined
      : h(
          'details',
          {},
          h(
            'summary',
            {},
            `${quiet.length - silent} did not match`,
            silent === 0 ? '' : `, ${silent} have no say here`,
          ),
          list(quiet),
        ),
  )
}

/** @param {RuleRow} rule */
function isQuiet({ finding }) {
  return finding === 'unmatched' || finding === 'no_say'
}

/**
 * One box for each rule, in the colour of what it found.
 *
 * @param {readonly RuleRow[]} rules
 */
function tally(rules) {
  const boxes = rules.map(({ rule, effect, finding, determining }) =>
    h('i', {
      'data-tone': finding === 'matched' ? effect : finding,
      class: determining ? 'determining' : undefined,
      title: `${rule}: ${finding.replace('_', ' ')}`,
    }),
  )
  return h('p', { class: 'tally', 'aria-hidden': 'true' }, ...boxes)
}

/** @param {readonly RuleRow[]} rules */
function list(rules) {
  return h('ul', { class: 'rules' }, ...rules.map(row))
}

/** @param {RuleRow} rule */
function row({ rule, effect, finding, standing, mode, reason, note, determining, exemptions, comparisons }) {
  const head = [
    chip(effect, `tone-${effect}`),
    h('b', {}, rule),
    chip(finding === 'no_say' ? standing.replace('_', ' ') : finding, `finding-${finding}`),
    determining ? chip('decided', 'decided') : undefined,
    mode === undefined || mode === 'enforce' ? undefined : chip(mode, 'warn'),
    ...exemptions.map((id) => chip(`exempted by ${id}`, 'warn')),
    reason === undefined ? undefined : h('code', {}, reason),
  ]
  const item = h(
    'li',
    { class: determining ? 'determining' : undefined },
    h('p', { class: 'line' }, ...defined(head)),
  )
  if (note !== undefined) item.append(h('p', { class: 'note' }, note))
  const telling =
    finding === 'unmatched' || finding === 'no_say' ? comparisons : comparisons.filter(isTelling)
  if (telling.length > 0)
    item.append(
      h(
        'ul',
        { class: 'comparisons' },
        ...telling.map(({ signal, test, value, truth }) =>
          h(
            'li',
            { 'data-truth': truth },
            h('code', {}, signal),
            ` = `,
            h('code', { class: 'value' }, value),
            h('span', {}, ` ${truth === 'matched' ? '✓' : truth === 'unmatched' ? '✗' : '?'} ${test}`),
          ),
        ),
      ),
    )
  return item
}

/** @param {{ readonly truth: string }} comparison */
function isTelling({ truth }) {
  return truth !== 'unmatched'
}

/**
 * @template T
 * @param {readonly (T | undefined)[]} items
 * @returns {T[]}
 */
function defined(items) {
  return items.filter((item) => item !== undefined)
}
