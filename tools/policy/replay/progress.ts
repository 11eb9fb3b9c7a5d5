import type { Progress } from './run.ts'

const MILLIS_BETWEEN = 200

/** A line that is written over itself, on a terminal only: into a file or a pipe it would be rubbish. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream
  readonly #now: () => number
  readonly #start: number
  #last = 0
  #isShown = false

  /** @param now milliseconds of a clock that only goes forward */
  constructor(stream: NodeJS.WriteStream, now: () => number) {
    this.#stream = stream
    this.#now = now
    this.#start = now()
  }

  show(progress: Progress): void {
    if (!this.#stream.isTTY || this.#now() - this.#last < MILLIS_BETWEEN) return
    this.#last = this.#now()
    this.#isShown = true
    this.#stream.write(`\r\u001b[K${progressText(progress, (this.#last - this.#start) / 1_000)}`)
  }

  end(): void {
    if (this.#isShown) this.#stream.write('\r\u001b[K')
  }
}

/** `1,200,000 lines  45%  210,000 lines/s  3 s left` */
export function progressText({ lines, share }: Progress, seconds: number): string {
  const rate = seconds > 0 ? lines / seconds : 0
  const left = share === undefined || share === 0 ? undefined : (seconds / share) * (1 - share)
  return [
    `${lines.toLocaleString('en-US')} lines`,
    ...(share === undefined ? [] : [`${Math.floor(share * 100)}%`]),
    `${Math.round(rate).toLocaleString('en-US')} lines/s`,
    ...(left === undefined ? [] : [`${durationText(left)} left`]),
  ].join('  ')
}

function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`
}
