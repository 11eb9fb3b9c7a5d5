/** @import { Answer, TryResult } from '../try-result.ts' */
import { fill, h, table, verbatim } from './dom.js'

/** In CSS pixels: a phone, a tablet, a desk. */
const WIDTHS = [320, 768, 1280]

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
  fill(
    'answer',
    h(
      'p',
      { class: 'first-line' },
      h('code', {}, `HTTP ${status}`),
      ` ${type}`,
      origin === undefined ? undefined : ', as the origin answered',
    ),
    pageNonce === undefined
      ? verbatim(body === '' ? '(nothing)' : body, 'Content of the answer')
      : framed(body.replaceAll(pageNonce, nonce)),
    cut ? h('p', { class: 'note' }, 'There is more of it than is shown.') : undefined,
    h(
      'details',
      {},
      h('summary', {}, `${headers.length} header fields`),
      table(headers, 'Header fields of the answer'),
    ),
  )
}

/**
 * A refused page as it looks at a width, smaller where there is no room. Nothing in it runs, and it is of no origin.
 *
 * @param {string} html
 */
function framed(html) {
  const frame = h('iframe', { sandbox: '', title: 'The refusal as the client sees it', srcdoc: html })
  const stage = h('div', { class: 'stage' }, frame)
  const choice = h('div', { class: 'segments widths', role: 'radiogroup', 'aria-label': 'Width in pixels' })
  for (const pixels of WIDTHS) {
    const input = h('input', { type: 'radio', name: 'width', value: pixels })
    input.checked = pixels === width
    input.addEventListener('change', () => {
      width = pixels
      fit(frame, stage)
    })
    choice.append(h('label', {}, input, h('span', {}, `${pixels} px`)))
  }
  watching = new ResizeObserver(() => fit(frame, stage))
  watching.observe(stage)
  return h('div', {}, choice, stage)
}

/**
 * @param {HTMLIFrameElement} frame
 * @param {HTMLElement} stage
 */
function fit(frame, stage) {
  const scale = Math.min(1, stage.clientWidth / width)
  const height = width === 320 ? 560 : 620
  frame.style.width = `${width}px`
  frame.style.height = `${height}px`
  frame.style.transform = `scale(${scale})`
  frame.style.marginInlineEnd = `${width * scale - width}px`
  stage.style.height = `${Math.ceil(height * scale)}px`
}
