import { describe, expect, test } from 'vitest'
import { readChoice } from '../../../../../tools/local-edge/playground/choice.ts'

function read(query: string) {
  return readChoice(new URLSearchParams(query))
}

function choiceOf(query: string) {
  const choice = read(query)
  if (!choice.ok) throw new Error(`${choice.error.field}: ${choice.error.message}`)
  return choice.value
}

describe('readChoice()', () => {
  test('without fields is a home in Ohio that asks for the front page', () => {
    expect(choiceOf('')).toMatchObject({
      client: { id: 'ohio' },
      method: 'GET',
      path: '/',
      language: 'en',
      form: 'page',
    })
  })

  test('takes an empty field for one that was left out', () => {
    expect(choiceOf('address=&cf=&body=&key=&now=&path=')).toEqual(choiceOf(''))
  })

  test('reads every field', () => {
    const query = new URLSearchParams({
      client: 'aws',
      method: 'POST',
      path: '/v1/chat?x=%41&y',
      body: '{"model":"m"}',
      key: 'sk-1',
      lang: 'zh-Hant',
      form: 'openai',
      now: '1793491200',
    })
    expect(choiceOf(`${query}`)).toMatchObject({
      client: { id: 'aws' },
      method: 'POST',
      path: '/v1/chat?x=%41&y',
      body: '{"model":"m"}',
      key: 'sk-1',
      language: 'zh-Hant',
      form: 'openai',
      now: 1_793_491_200_000,
    })
  })

  test.each([
    ['73.162.10.1', '73.162.10.1'],
    [' 2601:0640:8000:0::1 ', '2601:640:8000::1'],
  ])('reads an address of one’s own, %j, in its one text', (given, address) => {
    expect(choiceOf(`${new URLSearchParams({ client: 'own', address: given })}`).client).toMatchObject({
      id: 'own',
      address,
    })
  })

  test('lays the own properties over those of the client', () => {
    const cf = '{"country":"XX","__proto__":{"asn":1},"colo":"ZRH"}'
    const { client } = choiceOf(`${new URLSearchParams({ client: 'tor', cf })}`)
    expect(client.cf).toMatchObject({ country: 'XX', colo: 'ZRH', city: null })
    expect(({} as Record<string, unknown>).asn).toBeUndefined()
  })

  test.each([
    ['client=nobody', 'client'],
    ['client=toString', 'client'],
    ['client=own', 'address'],
    ['client=own&address=localhost', 'address'],
    ['client=own&address=1.2.3.4,5.6.7.8', 'address'],
    ['client=own&address=%3Cscript%3E', 'address'],
    ['client=aws&address=1.2.3.4', 'address'],
    ['cf=%7B', 'cf'],
    ['cf=null', 'cf'],
    ['cf=[]', 'cf'],
    ['cf=5', 'cf'],
    ['method=get', 'method'],
    ['method=CONNECT', 'method'],
    ['method=BREW', 'method'],
    ['path=x', 'path'],
    ['path=http://evil.test/', 'path'],
    ['path=/a/../b', 'path'],
    ['path=/a%20b', 'path'],
    ['path=/a%23b', 'path'],
    ['path=/%5Cevil.test', 'path'],
    ['path=/%C3%A4', 'path'],
    ['path=/.cordon', 'path'],
    ['path=/.cordon/admin/state', 'path'],
    ['path=/.cordon/playground/try', 'path'],
    ['path=/.cordon/session/x', 'path'],
    ['body={}', 'body'],
    ['method=POST&key=a%20b', 'key'],
    ['key=%C3%A4', 'key'],
    ['lang=tlh', 'lang'],
    ['lang=DE', 'lang'],
    ['form=xml', 'form'],
    ['now=soon', 'now'],
    ['now=253402300800', 'now'],
    ['now=-1', 'now'],
    ['path=/a&path=/b', 'path'],
    ['token=x', 'token'],
    ['__proto__=x', '__proto__'],
  ])('%s is a fault, and says of which field', (query, field) => {
    const choice = read(query)
    expect(choice).toMatchObject({ ok: false, error: { field } })
    expect(choice.ok ? '' : choice.error.message).toMatch(/\S{3}/)
  })

  test.each([
    '/',
    '//',
    '/a?',
    '/a?b=/../c',
    '/a%252f..',
    '/.cordonx',
    '/.cordon/session',
    '/.cordon/session?x',
  ])('passes on the path %s as it is', (path) => {
    expect(choiceOf(`${new URLSearchParams({ path })}`).path).toBe(path)
  })
})
