/** What the worker calls over and over. */
export interface Subject {
  readonly kind: 'sync' | 'async'
  /** Calls it with each of its inputs once, and throws where a result is not what it should be. */
  readonly check: () => Promise<void>
  /** Calls it so often. @returns a sum that depends on every result, so that none can be left out */
  readonly turn: (from: number, times: number) => number | Promise<number>
}

interface Calls<T, Called> {
  /** @param index picks the input: inputs take turns */
  readonly call: (index: number) => Called
  readonly fold: (result: T) => number
  readonly isRight: (result: T, index: number) => boolean | Promise<boolean>
}

/** How many different inputs most subjects have. */
export const INPUTS = 64

export function called<T>(calls: Calls<T, T>): Subject {
  const { call, fold } = calls
  return {
    kind: 'sync',
    check: () => checkEach(calls),
    turn(from, times) {
      let sum = 0
      for (let index = from; index < from + times; index++) sum += fold(call(index))
      return sum
    },
  }
}

/** One after the other, as a request waits for one thing after the other. */
export function awaited<T>(calls: Calls<T, T | Promise<T>>): Subject {
  const { call, fold } = calls
  return {
    kind: 'async',
    check: () => checkEach(calls),
    async turn(from, times) {
      let sum = 0
      for (let index = from; index < from + times; index++) sum += fold(await call(index))
      return sum
    },
  }
}

async function checkEach<T>({ call, isRight }: Calls<T, T | Promise<T>>): Promise<void> {
  for (let index = 0; index < INPUTS; index++) {
    const result = await call(index)
    if (!(await isRight(result, index)))
      throw new Error(`call ${index} came to something else: ${JSON.stringify(result)}`)
  }
}
