import { describe, expect, it } from 'vitest'
import { absent, observed } from '../../../src/observations/types.ts'
import { keyId } from '../../../src/signals/key-id.ts'
import { observationsOf } from '../../support/evidence.ts'

describe('key.id', () => {
  it('is missing where no key came', () => {
    expect(keyId.detect(observationsOf())).toEqual(absent('missing'))
  })

  it.each([true, false])('is the hash of the key that came, accepted or not: %s', (accepted) => {
    const key = { keyId: 'key-1', formerKeyId: undefined, accepted, account: undefined }
    expect(keyId.detect(observationsOf({}, { key }))).toEqual(observed('key-1', 'request'))
  })

  it('makes no situation of its own, since anybody can send a new one each time', () => {
    expect(keyId.volatile).toBe(true)
  })
})
