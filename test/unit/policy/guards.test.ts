import { describe, expect, it } from 'vitest'
import { type Guard, guardsOf } from '../../../src/policy/guards.ts'
import type { Condition } from '../../../src/policy/types.ts'
import { placeNamed } from '../../support/evidence.ts'

const PLACE: Condition = { signal: 'place', in: ['CU', 'UA-43'] }
const CLASS: Condition = { signal: 'network.class', is: 'vpn' }
const ASN: Condition = { signal: 'network.asn', in: ['AS1', 2] }
const NAME: Condition = { signal: 'place.city', in: ['Kyiv'] }
const ABSENT: Condition = { signal: 'key.id', is: 'absent' }

const byPlace: Guard = { signal: 'place', by: 'place', keys: ['CU', 'UA-43'].map(placeNamed) }
const byClass: Guard = { signal: 'network.class', by: 'value', keys: ['vpn'] }
const byAsn: Guard = { signal: 'network.asn', by: 'value', keys: [1, 2] }

describe('guardsOf()', () => {
  it.each<readonly [string, Condition, readonly Guard[] | undefined]>([
    ['a place', PLACE, [byPlace]],
    ['a value', CLASS, [byClass]],
    ['network numbers, as numbers', ASN, [byAsn]],
    [
      'the beginning of a text',
      { signal: 'tls.ja4', prefix: ['t13'] },
      [{ signal: 'tls.ja4', by: 'text', keys: ['t13'] }],
    ],
    ['all: the one of few values is no good where another is', { all: [CLASS, PLACE] }, [byPlace]],
    ['all: what has none does no harm', { all: [NAME, CLASS] }, [byClass]],
    ['any: each of them', { any: [CLASS, ASN] }, [byClass, byAsn]],
    ['any: with one that has none there are none', { any: [CLASS, NAME] }, undefined],
    ['any of nothing: none is ever met', { any: [] }, []],
    ['all of nothing always matches', { all: [] }, undefined],
    ['not', { not: [CLASS] }, undefined],
    ['absence', ABSENT, undefined],
    ['less than', { signal: 'bot.score', lt: 30 }, undefined],
    ['a name, which is compared folded', NAME, undefined],
  ])('%s', (_, condition, expected) => {
    expect(guardsOf(condition)).toEqual(expected)
  })
})
