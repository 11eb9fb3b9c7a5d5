import { expect, test } from 'vitest'
import { documentText } from '../../../../tools/policy/document-text.ts'
import { withOverride } from '../../../../tools/policy/override-command.ts'

const entry = { network: 'AS64500', class: 'mobile', owner: 'anna', reason: 'r', expires: '2027-01-01' }
const document = {
  POLICY: { default: 'allow', overrides_basis: ['restricted:cuba'] },
  NETWORK_OVERRIDES: [
    { ...entry, class: 'business' },
    { ...entry, network: 'AS64501' },
  ],
}

test('an override is one entry more, and takes the place of one for the same network', () => {
  expect(withOverride(document, entry).NETWORK_OVERRIDES).toEqual([{ ...entry, network: 'AS64501' }, entry])
  expect(withOverride({}, entry)).toEqual({ NETWORK_OVERRIDES: [entry] })
})

test('what an earlier document loosened, this one does not', () => {
  expect(withOverride(document, entry).POLICY).toEqual({ default: 'allow' })
  expect(withOverride(document, entry, ['restricted:iran']).POLICY).toEqual({
    default: 'allow',
    overrides_basis: ['restricted:iran'],
  })
})

test('a document is left as it was', () => {
  const before = JSON.stringify(document)
  withOverride(document, entry)
  expect(JSON.stringify(document)).toBe(before)
})

test('two documents that differ in the order of their members have one text', () => {
  expect(documentText({ MODE: 'enforce', POLICY: { default: 'allow' } })).toBe(
    documentText(Object.assign(Object.create(null), { POLICY: { default: 'allow' }, MODE: 'enforce' })),
  )
})
