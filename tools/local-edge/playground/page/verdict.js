/** @import { TryResult, Tone } from '../try-result.ts' */
import { chip, drawing, fill, h, part, SIGNS } from './dom.js'

/** @type {Readonly<Record<Tone, string>>} */
const WORDS = {
  allow: 'Let in',
  limit: 'Let in, with limits',
  challenge: 'Asked to prove more',
  deny: 'Refused',
}

/**
 * The tone of the whole picture: that of what was done, not of what was only decided.
 *
 * @param {TryResult} result
 * @returns {Tone}
 */
export function toneOf({ examination, origin, answer }) {
  if (examination?.action === 'pass') {
    if (origin === undefined && answer.status >= 400) return 'deny'
    return examination.verdict === 'limit' ? 'limit' : 'allow'
  }
  return examination?.verdict ?? 'deny'
}

/**
 * @param {TryResult} result
 * @param {Tone} tone
 * @returns {string} the same in one line, to be said
 */
export function drawVerdict(result, tone) {
  const { examination, answer, client, refusal, remarks } = result
  const verdict = part('verdict')
  verdict.dataset.tone = tone
  fill(
    'verdict',
    h('span', { class: 'sign' }, drawing(SIGNS[tone])),
    h(
      'div',
      {},
      h('p', { class: 'who' }, `${client.label} · ${client.address}`),
      h('h2', { id: 'verdict-title' }, WORDS[tone], h('span', { class: 'status' }, `${answer.status}`)),
      refusal === undefined ? undefined : h('p', { class: 'reason' }, h('code', {}, refusal)),
      examination === undefined ? undefined : h('p', {}, why(examination)),
      ...(examination?.laws ?? []).map((law) => h('p', { class: 'law' }, law)),
      ...remarks.map((remark) => h('p', { class: 'remark' }, remark)),
      examination === undefined ? undefined : chips(examination),
    ),
  )
  return [WORDS[tone], answer.status, refusal].filter((text) => text !== undefined).join(', ')
}

/** @param {NonNullable<TryResult['examination']>} examination */
function why({ determining, row, verdict, action, mode }) {
  const by = h('span', {})
  if (row === 'default' || determining.length === 0)
    by.append('No rule speaks against it: the default decides.')
  else {
    by.append(determining.length === 1 ? 'Decided by the rule ' : 'Decided by the rules ')
    for (const [index, rule] of determining.entries()) by.append(index === 0 ? '' : ', ', h('code', {}, rule))
    by.append('.')
  }
  if (action === 'pass' && (verdict === 'deny' || verdict === 'challenge'))
    by.append(` The mode ${mode} lets it pass all the same.`)
  return by
}

/** @param {NonNullable<TryResult['examination']>} examination */
function chips({ resource, tier, tierMax, assurance, mode, exemptions, degraded }) {
  return h(
    'p',
    { class: 'chips' },
    chip(`resource ${resource}`),
    chip(`tier ${tier}`),
    chip(tierMax === undefined ? 'opens no tier' : `opens up to ${tierMax}`),
    chip(`assurance ${assurance}`),
    mode === 'enforce' ? undefined : chip(`mode ${mode}`, 'warn'),
    ...exemptions.map((id) => chip(`exempted by ${id}`, 'warn')),
    ...degraded.map((id) => chip(`could not tell ${id}`, 'warn')),
  )
}
