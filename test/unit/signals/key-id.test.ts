import { describe, expect, it } from 'vitest'
import { absent, observed } from '../../../src/observations/types.ts'
import { keyId } from '../../../src/signals/key-id.ts'
import { AT, observationsOf } from '../../support/evidence.ts'

describe('key.id', () => {
  it('is missing where no key came', () => {
    expect(keyId.detect(observationsOf())).toEqual(absent('missing'))
  })

  it.each([AT, undefined])('is the hash of the key that came, accepted or not: %s', (acceptedAt) => {
    const key = { keyId: 'key-1', formerKeyId: undefined, acceptedAt, account: undefined }
    expect(keyId.detect(observationsOf({}, { key }))).toEqual(observed('key-1', 'request'))
  })

  it('makes no situation of its own, since anybody can send a new one each time', () => {
    expect(keyId.volatile).toBe(true)
  })
})
