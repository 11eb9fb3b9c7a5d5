import { part } from './dom.js'

/** Never in an address: they are somebody's, if only for a try. */
const PRIVATE = ['key']

const form = /** @type {HTMLFormElement} */ (part('choice'))

/** The query of a try, from the form; empty fields and those that do not apply are left out. */
export function chosen() {
  const query = new URLSearchParams()
  const data = new FormData(form)
  const method = data.get('method')
  for (const [name, value] of data) {
    if (typeof value !== 'string' || value === '') continue
    if (name === 'address' && data.get('client') !== 'own') continue
    if (name === 'body' && (method === 'GET' || method === 'HEAD')) continue
    query.set(name, name === 'now' ? secondsOf(value) : value)
  }
  return query
}

/** @param {URLSearchParams} query */
export function withoutPrivate(query) {
  const shared = new URLSearchParams(query)
  for (const name of PRIVATE) shared.delete(name)
  return shared
}

/**
 * Puts a query into the form, as a shared address has it; names that the form does not have are passed over.
 *
 * @param {URLSearchParams} query
 */
export function choose(query) {
  for (const [name, value] of query) {
    const field = form.elements.namedItem(name)
    if (field instanceof RadioNodeList) field.value = value
    else if (field instanceof HTMLSelectElement) {
      if ([...field.options].some((option) => option.value === value)) field.value = value
    } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
      field.value = name === 'now' ? dateOf(value) : value
  }
  openUsed()
}

/**
 * Puts a shared address into the form, in place of all that was chosen: a field that it leaves out must not make another
 * try of it.
 *
 * @param {URLSearchParams} query
 */
export function chooseAnew(query) {
  const data = new FormData(form)
  const kept = new URLSearchParams(PRIVATE.map((name) => [name, `${data.get(name) ?? ''}`]))
  form.reset()
  choose(kept)
  choose(withoutPrivate(query))
}

/** Shows what is filled in. */
export function openUsed() {
  for (const details of form.querySelectorAll('details'))
    for (const field of details.querySelectorAll('input, textarea'))
      if ('value' in field && field.value !== '') details.open = true
  part('own-address').hidden = new FormData(form).get('client') !== 'own'
}

/** @param {string} date without its zone, which is UTC */
function secondsOf(date) {
  return `${Math.floor(Date.parse(`${date}Z`) / 1000)}`
}

/** @param {string} seconds */
function dateOf(seconds) {
  const date = new Date(Number(seconds) * 1000)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 19)
}
