/** What going round costs by itself; it is taken off. */
import { at } from '../../at.ts'
import type { Fixture } from '../fixture.ts'
import { awaited, called, type Subject } from '../subject.ts'

export function calling({ tokens }: Fixture): Subject {
  return called(over(tokens))
}

export function awaiting({ tokens }: Fixture): Subject {
  return awaited(over(tokens))
}

function over(tokens: readonly string[]) {
  return {
    call: (index: number) => at(tokens, index),
    fold: (token: string) => token.length,
    isRight: (token: string) => token.length > 0,
  }
}
