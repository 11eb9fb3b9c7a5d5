import { describe, expect, it } from 'vitest'
import { utf8 } from '../../../src/lib/bytes.ts'
import {
  isReferenceCode,
  MAX_APPEAL_BYTES,
  MAX_CONTACT_LENGTH,
  MAX_MESSAGE_LENGTH,
  readAppeal,
} from '../../../src/request/appeal-input.ts'

const DECISION = 'AAAAAAAAAAAAAAAAAAAAAA'
const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'
const asJson = (members: object) => readAppeal(utf8(JSON.stringify(members)), JSON_TYPE)
const asForm = (fields: Record<string, string>) =>
  readAppeal(utf8(new URLSearchParams(fields).toString()), FORM_TYPE)

describe('isReferenceCode()', () => {
  it.each([DECISION, `${'x'.repeat(21)}A`, `${'-'.repeat(21)}Q`, `${'_'.repeat(21)}g`, `${'9'.repeat(21)}w`])(
    'knows %s',
    (code) => expect(isReferenceCode(code)).toBe(true),
  )

  it.each([
    ['', 'nothing'],
    ['A'.repeat(21), 'too short'],
    ['A'.repeat(23), 'too long'],
    [`${'A'.repeat(21)}B`, 'bits beyond 128'],
    [`${'A'.repeat(21)}_`, 'bits beyond 128'],
    [`${'A'.repeat(20)}==`, 'padding'],
    [`${'A'.repeat(20)}+A`, 'base64'],
    [` ${'A'.repeat(21)}`, 'a space'],
    [`${'A'.repeat(20)}ÄA`, 'no ASCII'],
  ])('knows no %j: %s', (code) => expect(isReferenceCode(code)).toBe(false))
})

describe('readAppeal()', () => {
  it.each([
    ['JSON', asJson],
    ['a form', asForm],
  ] as const)('reads %s', (_, read) => {
    const said = { message: 'I am in Köln.\nThe SIM is Turkish: «"<&>', contact: 'ä@example.com' }
    expect(read({ decision: DECISION, ...said })).toEqual({
      ok: true,
      value: { decision: DECISION, ...said, isByProgram: false },
    })
    expect(read({ decision: ` ${DECISION}\n` })).toEqual({
      ok: true,
      value: { decision: DECISION, message: '', contact: '', isByProgram: false },
    })
  })

  it.each([
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/json;charset="UTF-8"',
    FORM_TYPE,
    `${FORM_TYPE}; charset=UTF-8`,
  ])('takes %s', (type) => {
    const body = type.toLowerCase().includes('json')
      ? JSON.stringify({ decision: DECISION })
      : `decision=${DECISION}`
    expect(readAppeal(utf8(body), type).ok).toBe(true)
  })

  it.each([
    null,
    '',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    'x/application/json',
  ])('takes no %s, which a page of another site could send or which reads differently', (type) => {
    const result = readAppeal(utf8(JSON.stringify({ decision: DECISION })), type)
    expect(result).toMatchObject({ ok: false, error: expect.stringContaining('Content-Type: expected') })
  })

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a list', `[{"decision":"${DECISION}"}]`],
    ['null', 'null'],
    ['a text', `"${DECISION}"`],
    ['a member twice', `{"decision":"${DECISION}","decision":"${DECISION}"}`],
    ['a lone surrogate', `{"decision":"${DECISION}","message":"\\ud800"}`],
    ['a byte order mark', `\ufeff{"decision":"${DECISION}"}`],
    ['no decision', '{"message":"x"}'],
    ['a decision that is a number', '{"decision":1}'],
    ['a message that is a list', `{"decision":"${DECISION}","message":["x"]}`],
    ['a contact that is null', `{"decision":"${DECISION}","contact":null}`],
    ['a member that nobody knows', `{"decision":"${DECISION}","mesage":"x"}`],
    ['__proto__', `{"decision":"${DECISION}","__proto__":{"message":"x"}}`],
  ])('refuses %s, and repeats nothing of it', (_, text) => {
    const result = readAppeal(utf8(text), JSON_TYPE)
    expect(result).toMatchObject({ ok: false, error: expect.stringMatching(/expected/) })
    if (!result.ok) expect(result.error).not.toMatch(/mesage|AAAA/)
  })

  it.each([`decision=${DECISION}&decision=${DECISION}`, `decision=${DECISION}&message=a&message=b`])(
    'refuses a form with a field twice',
    (text) => expect(readAppeal(utf8(text), FORM_TYPE).ok).toBe(false),
  )

  it('refuses what is not UTF-8', () => {
    const bytes = Uint8Array.from([...utf8(`{"decision":"${DECISION}","message":"`), 0xff, 0x22, 0x7d])
    expect(readAppeal(bytes, JSON_TYPE)).toEqual({ ok: false, error: 'the body: expected UTF-8' })
  })

  it.each([
    ['NUL and other controls', 'a\u0000b\u001b[31mc\u007fd\u0085e', 'ab[31mcde'],
    ['line ends of any kind', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['a tab', 'a\tb', 'a b'],
    ['overrides of direction', 'a\u202egpj.exe\u202c \u2066b\u2069', 'agpj.exe b'],
    ['space around it', '  \n a \n ', 'a'],
  ])('tidies %s', (_, sent, kept) => {
    expect(asJson({ decision: DECISION, message: sent, contact: sent })).toMatchObject({
      value: { message: kept, contact: kept },
    })
  })

  it('keeps what languages need: joiners, marks of direction, emoji', () => {
    const message = 'می\u200cخواهم \u200fשלום\u200e 👩\u200d💻'
    expect(asJson({ decision: DECISION, message })).toMatchObject({ value: { message } })
  })

  it.each([
    ['message', MAX_MESSAGE_LENGTH],
    ['contact', MAX_CONTACT_LENGTH],
  ])('takes a %s of at most %i characters, a line end being one', (name, most) => {
    const longest = `${'x'.repeat(most - 2)}\r\nx`
    expect(asForm({ decision: DECISION, [name]: longest }).ok).toBe(true)
    expect(asForm({ decision: DECISION, [name]: `${longest}x` })).toEqual({
      ok: false,
      error: `${name}: expected a text of at most ${most} characters`,
    })
  })

  it('fits the longest texts into the bound of bytes, in any script', () => {
    const fields = { decision: DECISION, website: '', message: '漢'.repeat(1_000), contact: '漢'.repeat(254) }
    expect(new URLSearchParams(fields).toString().length).toBeLessThan(MAX_APPEAL_BYTES)
    expect(utf8(JSON.stringify(fields)).length).toBeLessThan(MAX_APPEAL_BYTES)
  })

  it('knows a program by the field that no person sees', () => {
    expect(asForm({ decision: DECISION, website: '' })).toMatchObject({ value: { isByProgram: false } })
    expect(asForm({ decision: DECISION, website: 'x' })).toMatchObject({ value: { isByProgram: true } })
    expect(asJson({ decision: DECISION, website: 1 })).toMatchObject({ value: { isByProgram: true } })
  })
})
