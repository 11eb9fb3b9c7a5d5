import type { CallFrame, FunctionTime } from './cpu-profile.ts'
import type { SourceName } from './source-names.ts'

export interface ProfileTextOptions {
  /** CPU time a request as the kernel has counted it: samples are of the clock on the wall, and only their shares count. */
  readonly cpuMicros: number
  readonly nameOf: (frame: CallFrame) => SourceName
  /** Lines of each table. */
  readonly top: number
}

/** For a terminal: functions by their own time, functions with what they call, and files. */
export function profileText(
  times: readonly FunctionTime[],
  { cpuMicros, nameOf, top }: ProfileTextOptions,
): string {
  const all = times.reduce((sum, { selfMicros }) => sum + selfMicros, 0)
  const line = (micros: number, label: string) =>
    `${((micros / all) * cpuMicros).toFixed(1).padStart(8)}${((micros / all) * 100).toFixed(1).padStart(7)} %  ${label}`
  const label = (frame: CallFrame) => {
    const { name, source } = nameOf(frame)
    return `${name}  ${source}`
  }
  const files = new Map<string, number>()
  for (const { frame, selfMicros } of times) {
    const { name, source } = nameOf(frame)
    const file = source.replace(/:\d+$/, '') || name
    files.set(file, (files.get(file) ?? 0) + selfMicros)
  }
  const whole = times
    .filter(({ frame }) => frame.url !== '')
    .toSorted((a, b) => b.totalMicros - a.totalMicros)
  return [
    `${cpuMicros.toFixed(1)} µs of CPU time a request`,
    '\n      µs  share    function, itself',
    ...times.slice(0, top).map(({ frame, selfMicros }) => line(selfMicros, label(frame))),
    '\n      µs  share    function, with what it calls before it waits',
    ...whole.slice(0, top).map(({ frame, totalMicros }) => line(totalMicros, label(frame))),
    '\n      µs  share    file',
    ...[...files]
      .sort(([, a], [, b]) => b - a)
      .slice(0, top)
      .map(([file, micros]) => line(micros, file)),
  ].join('\n')
}
