/**
 * Elements without HTML: what a request says, and an answer, is text here whatever is in it.
 *
 * @typedef {Node | string | undefined} Content
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Readonly<Record<string, string | number | true | undefined>>} attributes undefined leaves one out
 * @param {...Content} content
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes, ...content) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(name, value === true ? '' : `${value}`)
  element.append(...content.filter((part) => part !== undefined))
  return element
}

/**
 * The element of the page with this id, which the page is sure to have.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function part(id) {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no #${id}`)
  return found
}

/**
 * @param {string} id
 * @param {...Content} content
 */
export function fill(id, ...content) {
  part(id).replaceChildren(...content.filter((one) => one !== undefined))
}

const SVG = 'http://www.w3.org/2000/svg'

/**
 * A small drawing of one path on 24 × 24.
 *
 * @param {string} path
 */
export function drawing(path) {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

/** Of the verdicts; their words stand beside them. */
export const SIGNS = {
  allow: 'M5 12.5 10 17.5 19.5 7',
  limit: 'M5 9h14M5 15h14',
  challenge: 'M12 5v9M12 18.5v.1',
  deny: 'M6 6l12 12M18 6 6 18',
}

/**
 * @param {string} text
 * @param {string} [kind]
 */
export function chip(text, kind = '') {
  return h('span', { class: `chip ${kind}` }, text)
}

/**
 * A table of names and values, as texts.
 *
 * @param {readonly (readonly [name: string, value: string])[]} rows
 * @param {string} caption
 */
export function table(rows, caption) {
  const body = rows.map(([name, value]) =>
    h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, h('code', {}, value))),
  )
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption },
    h('table', { class: 'pairs' }, h('caption', { class: 'away' }, caption), h('tbody', {}, ...body)),
  )
}

/**
 * A text as it is, in JSON's own layout where it is JSON.
 *
 * @param {string} text
 * @param {string} label
 */
export function verbatim(text, label) {
  return h('pre', { tabindex: 0, 'aria-label': label }, pretty(text))
}

/** @param {string} text */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}
