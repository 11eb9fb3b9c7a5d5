import { expect, test } from 'vitest'
import { admit } from '../../../../../tools/local-edge/playground/admittance.ts'

const HOSTS = ['127.0.0.1', 'localhost', '[::1]']

function ask(url: string, headers: Record<string, string> = {}, method = 'GET') {
  return admit(new Request(url, { headers, method }), HOSTS)
}

test.each([
  ['http://127.0.0.1:8787/.cordon/playground', {}],
  ['http://localhost:1/.cordon/playground', { 'Sec-Fetch-Site': 'none' }],
  ['http://[::1]:8787/.cordon/playground', { 'Sec-Fetch-Site': 'same-origin' }],
])('admits %s with %j', (url, headers: Record<string, string>) => {
  expect(ask(url, headers)).toEqual({ ok: true, value: new URL(url).origin })
})

test.each([
  ['http://rebound.test:8787/', {}, 'GET', 400],
  ['http://127.0.0.1.evil.test/', {}, 'GET', 400],
  ['http://127.0.0.1:8787/', { 'Sec-Fetch-Site': 'cross-site' }, 'GET', 403],
  ['http://127.0.0.1:8787/', { 'Sec-Fetch-Site': 'same-site' }, 'GET', 403],
  ['http://127.0.0.1:8787/', {}, 'POST', 405],
] as [string, Record<string, string>, string, number][])(
  'turns away %s with %j, %s: %i',
  (url, headers, method, status) => {
    expect(ask(url, headers, method)).toMatchObject({
      ok: false,
      error: { status, detail: expect.stringMatching(/\w/) },
    })
  },
)
