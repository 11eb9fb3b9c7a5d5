/** All in milliseconds of one clock. */
interface Step<V> {
  readonly value: V
  /** When the order was given; its answer comes later. */
  readonly givenAt: number
  answeredAt: number
}

/**
 * What was in force when, as far as it can be told from outside: a change holds at some instant between the order and its
 * answer where it was given, and up to so much later elsewhere.
 */
export class Timeline<V> {
  readonly #steps: Step<V>[]

  constructor(first: V) {
    this.#steps = [{ value: first, givenAt: Number.NEGATIVE_INFINITY, answeredAt: Number.NEGATIVE_INFINITY }]
  }

  /** What was ordered last. */
  get ordered(): V {
    return this.#last.value
  }

  /** When the order of that was answered; infinite while it is under way. */
  get answeredAt(): number {
    return this.#last.answeredAt
  }

  /**
   * From here on the value may be in force. Orders come one after the other.
   *
   * @returns to be told when the order was answered
   * @throws RangeError while another one is under way
   */
  begin(value: V, givenAt: number): (answeredAt: number) => void {
    if (givenAt < this.#last.answeredAt) throw new RangeError('another order is under way')
    const step = { value, givenAt, answeredAt: Number.POSITIVE_INFINITY }
    this.#steps.push(step)
    return (answeredAt) => {
      step.answeredAt = answeredAt
    }
  }

  /**
   * What may have been in force for a request. One value where no change is near.
   *
   * @param sentAt when the request was sent
   * @param heardAt when its answer was there
   * @param lagMillis how much later than at the order's answer the change may come
   */
  possible(sentAt: number, heardAt: number, lagMillis: number): readonly V[] {
    return this.#steps
      .filter(({ givenAt }, index) => {
        const next = this.#steps[index + 1]
        return givenAt <= heardAt && (next === undefined || next.answeredAt + lagMillis >= sentAt)
      })
      .map(({ value }) => value)
  }

  get #last(): Step<V> {
    return this.#steps.at(-1) as Step<V>
  }
}
