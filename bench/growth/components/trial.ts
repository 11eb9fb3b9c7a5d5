/** Does one step so many times. @returns what keeps the engine from leaving it out */
export type Trial = (times: number) => number

/** @param input what the benchmark has made outside, where the step needs it */
export type TrialMaker = (size: number, input: ArrayBuffer) => Trial | Promise<Trial>

/** In turns: the same facts over and over would be learnt by heart. */
export function overAll<T>(items: readonly T[], step: (item: T) => number): Trial {
  if (items.length === 0) throw new RangeError('there is nothing to go over')
  return (times) => {
    let sum = 0
    for (let i = 0; i < times; i++) sum += step(items[i % items.length] as T)
    return sum
  }
}
