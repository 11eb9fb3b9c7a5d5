/** @import { OtherClient, Token, TryResult } from '../try-result.ts' */
import { drawAnswer } from './answer.js'
import { choose, chooseAnew, chosen, openUsed, withoutPrivate } from './choice.js'
import { fill, h, part, verbatim } from './dom.js'
import { drawEvidence } from './evidence.js'
import { drawMap } from './map.js'
import { drawRules } from './rules.js'
import { drawOrigin, drawToken } from './token.js'
import { drawVerdict, toneOf } from './verdict.js'
import { drawWay } from './way.js'

const NONCE = document.currentScript?.nonce ?? ''
const form = part('choice')

/** @type {{ readonly text: string, readonly of: string } | undefined} */
let held
/** Of the latest try; an answer to an earlier one is not drawn. */
let latest = 0
/** @type {number | undefined} */
let waiting

async function tryIt() {
  const mine = ++latest
  const query = chosen()
  history.replaceState(null, '', `#${withoutPrivate(query)}`)
  part('result').setAttribute('aria-busy', 'true')
  const present = /** @type {HTMLInputElement} */ (part('present'))
  /** @type {Record<string, string>} */
  const headers = held !== undefined && present.checked ? { 'Cordon-Session': held.text } : {}
  try {
    const answer = await fetch(`/.cordon/playground/try?${query}`, { headers, cache: 'no-store' })
    const body = await answer.json()
    if (mine !== latest) return
    if (answer.ok) draw(body)
    else complain(body.title, body.detail, body.field)
  } catch (error) {
    if (mine === latest) complain('The local edge does not answer', `Is npm start still running? ${error}`)
  } finally {
    if (mine === latest) part('result').setAttribute('aria-busy', 'false')
  }
}

/** @param {TryResult} result */
function draw(result) {
  part('fault').hidden = true
  markField(undefined)
  const tone = toneOf(result)
  const said = drawVerdict(result, tone)
  drawMap(result.seen, tone)
  drawWay(result.way, tone)
  drawRules(result.examination)
  drawEvidence(result.examination)
  drawToken(result.session, (token) => keep(token, result.client.label))
  drawOrigin(result.origin)
  fill(
    'record',
    result.record === undefined
      ? h(
          'p',
          { class: 'nothing' },
          'None: of requests that are let in, few leave a record (LOG_ALLOW_RATE).',
        )
      : verbatim(JSON.stringify(result.record), 'Decision record'),
  )
  part('parts').hidden = false
  drawAnswer(result, NONCE)
  drawBadges(result.others)
  part('said').textContent = `${result.client.label}: ${said}`
}

/** @param {readonly OtherClient[]} others */
function drawBadges(others) {
  for (const { id, verdict, status, reason } of others) {
    const badge = form.querySelector(`[data-of="${id}"]`)
    if (!(badge instanceof HTMLElement)) continue
    badge.textContent = `${status}`
    badge.dataset.tone = status < 400 && verdict !== 'limit' ? 'allow' : (verdict ?? 'deny')
    badge.title = reason ?? verdict ?? ''
  }
}

/**
 * @param {Token} token
 * @param {string} of whose it is
 */
function keep({ text }, of) {
  held = { text, of }
  part('held').hidden = false
  part('held-of').textContent = of
  part('said').textContent = `The token of ${of} is presented from now on.`
  void tryIt()
}

/**
 * @param {string} title
 * @param {string} detail
 * @param {string} [field]
 */
function complain(title, detail, field) {
  fill('fault', h('h2', {}, title), h('p', {}, detail))
  part('fault').hidden = false
  part('parts').hidden = true
  part('fault').scrollIntoView({ block: 'nearest' })
  markField(field)
}

/** @param {string | undefined} name */
function markField(name) {
  for (const field of form.querySelectorAll('input[name], textarea[name]')) {
    const isWrong = field.getAttribute('name') === name
    if (isWrong) {
      field.setAttribute('aria-invalid', 'true')
      field.setAttribute('aria-describedby', 'fault')
    } else {
      field.removeAttribute('aria-invalid')
      field.removeAttribute('aria-describedby')
    }
    const details = field.closest('details')
    if (isWrong && details !== null) details.open = true
  }
}

/** @param {number} millis */
function trySoon(millis) {
  clearTimeout(waiting)
  waiting = setTimeout(() => void tryIt(), millis)
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  trySoon(0)
  // Where the choice fills the screen, whoever presses the button wants to see what it does.
  if (part('result').getBoundingClientRect().top > innerHeight / 2) part('result').scrollIntoView()
})
form.addEventListener('change', () => {
  openUsed()
  const isUnfinished = new FormData(/** @type {HTMLFormElement} */ (form)).get('address') === ''
  if (!isUnfinished || chosen().get('client') !== 'own') trySoon(0)
})
form.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button[data-path]') : null
  if (!(button instanceof HTMLElement)) return
  const { method = 'GET', path = '/', body = '' } = button.dataset
  choose(new URLSearchParams({ method, path, body }))
  trySoon(0)
})
part('drop').addEventListener('click', () => {
  held = undefined
  part('held').hidden = true
  trySoon(0)
})
addEventListener('hashchange', () => {
  chooseAnew(new URLSearchParams(location.hash.slice(1)))
  trySoon(0)
})

chooseAnew(new URLSearchParams(location.hash.slice(1)))
void tryIt()
