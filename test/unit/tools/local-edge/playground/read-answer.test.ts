import { expect, test } from 'vitest'
import { readAnswer } from '../../../../../tools/local-edge/playground/read-answer.ts'

const CSP = { 'Content-Security-Policy': "default-src 'none'; style-src 'nonce-a-b_c'; form-action 'none'" }

test('readAnswer() keeps the text whole, across the chunks it comes in', async () => {
  const bytes = new TextEncoder().encode('a€b')
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.slice(0, 2))
      controller.enqueue(bytes.slice(2))
      controller.close()
    },
  })
  expect(await readAnswer(new Response(body, { status: 403 }), true)).toMatchObject({
    status: 403,
    body: 'a€b',
    cut: false,
  })
})

test('readAnswer() does not wait for the end of a long one', async () => {
  let isCancelled = false
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x61)),
    cancel: () => {
      isCancelled = true
    },
  })
  const answer = await readAnswer(new Response(endless), false)
  expect(answer.cut).toBe(true)
  expect(answer.body).toHaveLength(262_144)
  expect(isCancelled).toBe(true)
})

test('readAnswer() tells what came before the connection broke', async () => {
  let pulls = 0
  const broken = new ReadableStream({
    pull(controller) {
      pulls++
      if (pulls === 1) controller.enqueue(new TextEncoder().encode('half'))
      else controller.error(new Error('gone'))
    },
  })
  expect(await readAnswer(new Response(broken), false)).toMatchObject({ body: 'half', cut: true })
})

test.each([
  ['text/html; charset=utf-8', true, 'a-b_c'],
  ['text/html; charset=utf-8', false, undefined],
  ['application/json', true, undefined],
])('the nonce of a page: %s, ours %j', async (type, isOurs, nonce) => {
  const response = new Response('x', { headers: { ...CSP, 'Content-Type': type } })
  expect((await readAnswer(response, isOurs)).pageNonce).toBe(nonce)
})
