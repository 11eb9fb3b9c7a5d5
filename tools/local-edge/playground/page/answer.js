/** @import { TryResult } from '../try-result.ts' */
import { fill, h, table, verbatim } from './dom.js'

/** In CSS pixels: a phone, a tablet, a desk. */
const WIDTHS = [320, 768, 1280]
const HEIGHT = 620

let width = 320

/** @type {ResizeObserver | undefined} */
let watching

/**
 * @param {TryResult} result
 * @param {string} nonce of this page, which the frame inherits the policy of
 */
export function drawAnswer({ answer, origin }, nonce) {
  watching?.disconnect()
  const { status, headers, body, cut, pageNonce } = answer
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'no content'
  const room = h('div', { class: 'answer' })
  room.append(
    pageNonce === undefined
      ? verbatim(body === '' ? '(nothing)' : body, 'Content of the answer')
      : framed(body.replaceAll(pageNonce, nonce), room),
    h('section', {}, h('h3', {}, 'Header fields'), table(headers, 'Header fields of the answer')),
  )
  fill(
    'answer',
    h(
      'p',
      { class: 'first-line' },
      h('code', {}, `HTTP ${status}`),
      ` ${type}`,
      origin === undefined ? undefined : ', as the origin answered',
    ),
    room,
    cut ? h('p', { class: 'note' }, 'There is more of it than is shown.') : undefined,
  )
}

/**
 * A refused page as it looks at a width, smaller where there is no room. Nothing in it runs, and it is of no origin.
 *
 * @param {string} html
 * @param {HTMLElement} room that it may take
 */
function framed(html, room) {
  const frame = h('iframe', { sandbox: '', title: 'The refusal as the client sees it', srcdoc: html })
  const stage = h('div', { class: 'stage' }, frame)
  const choice = h('div', { class: 'segments widths', role: 'radiogroup', 'aria-label': 'Width in pixels' })
  for (const pixels of WIDTHS) {
    const input = h('input', { type: 'radio', name: 'width', value: pixels })
    input.checked = pixels === width
    input.addEventListener('change', () => {
      width = pixels
      scaleTo(frame, stage, room)
    })
    choice.append(h('label', {}, input, h('span', {}, `${pixels} px`)))
  }
  watching = new ResizeObserver(() => scaleTo(frame, stage, room))
  watching.observe(room)
  return h('div', {}, choice, stage)
}

/**
 * @param {HTMLIFrameElement} frame
 * @param {HTMLElement} stage
 * @param {HTMLElement} room
 */
function scaleTo(frame, stage, room) {
  const scale = Math.min(1, room.clientWidth / width)
  frame.style.width = `${width}px`
  frame.style.height = `${HEIGHT}px`
  frame.style.transform = `scale(${scale})`
  stage.style.width = `${Math.round(width * scale)}px`
  stage.style.height = `${Math.ceil(HEIGHT * scale)}px`
}
