/** @import { SessionAnswer, SentToOrigin, Token } from '../try-result.ts' */
import { fill, h, table } from './dom.js'

/** What the claims say (RFC 7519, RFC 9470, and those of our own). */
const MEANINGS = new Map(
  Object.entries({
    iss: 'who signed it',
    aud: 'whom it is for',
    sub: 'whom it is about',
    sub_kind: 'who vouches for them',
    sid: 'the session',
    jti: 'this very token',
    iat: 'signed at',
    nbf: 'good from',
    exp: 'good until',
    auth_time: 'vouched for at',
    acr: 'how sure the place is',
    acr_time: 'how long since',
    geo: 'place, never finer than a region',
    net: 'network',
    pol: 'revision of the policy',
    epoch: 'dies when it rises',
    bind: 'binds it to the connection',
    cnf: 'key it is bound to',
    verdict: 'what was decided',
    tier_max: 'highest tier it opens',
    htm: 'method it is good for',
    pth: 'hash of path and query',
    res: 'resource asked for',
    acct: 'what the origin said of the account',
  }),
)

const INSTANTS = new Set(['iat', 'nbf', 'exp', 'auth_time', 'acr_time'])

/**
 * @param {SessionAnswer} session
 * @param {(token: Token) => void} keep
 */
export function drawToken({ status, token, reason }, keep) {
  if (token === undefined) {
    fill('token', h('p', { class: 'nothing' }, `None: ${status}${reason === undefined ? '' : ` ${reason}`}.`))
    return
  }
  const button = h('button', { type: 'button' }, 'Keep it, and present it with the next tries')
  button.addEventListener('click', () => keep(token))
  fill('token', life(token), apart(token, 'Session token'), button)
}

/** @param {SentToOrigin | undefined} origin */
export function drawOrigin(origin) {
  if (origin === undefined) {
    fill('origin', h('p', { class: 'nothing' }, 'Nothing: the request ended before it.'))
    return
  }
  const { method, url, headers, assertion } = origin
  fill(
    'origin',
    h('p', { class: 'first-line' }, h('code', {}, `${method} ${url}`)),
    assertion === undefined ? undefined : h('h3', {}, 'Cordon-Assertion'),
    assertion === undefined ? undefined : apart(assertion, 'Assertion'),
    h(
      'details',
      {},
      h('summary', {}, `${headers.length} header fields`),
      table(headers, 'Header fields sent to the origin'),
    ),
  )
}

/**
 * The text in its three parts, and what is in them.
 *
 * @param {Token} token
 * @param {string} label
 */
function apart({ text, header, claims }, label) {
  const parts = text.split('.')
  const names = ['header', 'claims', 'signature']
  const coloured = parts.flatMap((part, index) => [
    index === 0 ? undefined : '.',
    h('span', { class: `jws-${names[index]}` }, part),
  ])
  return h(
    'div',
    { class: 'jws' },
    h(
      'p',
      { class: 'jws-text', 'aria-label': `${label}, encoded`, role: 'group', tabindex: 0 },
      ...defined(coloured),
    ),
    h('div', { class: 'jws-parts' }, members(header, 'header'), members(claims, 'claims')),
  )
}

/**
 * @param {Readonly<Record<string, unknown>>} record
 * @param {string} name
 */
function members(record, name) {
  const rows = Object.entries(record).map(([key, value]) =>
    h(
      'div',
      {},
      h('dt', {}, h('code', {}, key), h('small', {}, MEANINGS.get(key) ?? '')),
      h('dd', {}, h('code', {}, written(key, value))),
    ),
  )
  return h('dl', { class: `claims jws-${name}` }, ...rows)
}

/**
 * @param {string} key
 * @param {unknown} value
 */
function written(key, value) {
  if (INSTANTS.has(key) && typeof value === 'number') return `${value} · ${instant(value)}`
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * How long it is good, as a line.
 *
 * @param {Token} token
 */
function life({ claims: { iat, exp } }) {
  if (typeof iat !== 'number' || typeof exp !== 'number') return undefined
  const minutes = Math.round((exp - iat) / 60)
  return h(
    'p',
    { class: 'life' },
    h('span', {}, instant(iat)),
    h('b', {}, minutes === 1 ? '1 minute' : `${minutes} minutes`),
    h('span', {}, instant(exp)),
  )
}

/** @param {number} seconds */
function instant(seconds) {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? `${seconds}` : date.toISOString().slice(0, 19).replace('T', ' ')
}

/**
 * @template T
 * @param {readonly (T | undefined)[]} items
 * @returns {T[]}
 */
function defined(items) {
  return items.filter((item) => item !== undefined)
}
