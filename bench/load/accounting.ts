/** What the kernel says a process has used. Linux only: elsewhere there is no /proc. */
import { readdirSync, readFileSync } from 'node:fs'

/** USER_HZ: what user space is told in, whatever the kernel ticks by. 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100
const MICROS_PER_TICK = 1_000_000 / TICKS_PER_SECOND

export interface Usage {
  /** User and system time of all threads since the process began. */
  readonly cpuMicros: number
  readonly residentBytes: number
}

/** Throws where the process is gone. */
export function usageOf(pid: number): Usage {
  const residentBytes = residentIn(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return {
    cpuMicros: threadMicros(pid) ?? cpuMicrosIn(readFileSync(`/proc/${pid}/stat`, 'utf8')),
    residentBytes,
  }
}

/**
 * `utime` and `stime` of a line of /proc/<pid>/stat (proc_pid_stat(5), fields 14 and 15), in steps of 10 ms.
 * The second field is the name in parentheses, which may hold spaces and parentheses itself: the last one ends it.
 */
export function cpuMicrosIn(stat: string): number {
  const [, , , , , , , , , , , utime, stime] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(utime) + Number(stime)
  if (!Number.isSafeInteger(ticks)) throw new Error('not a line of /proc/<pid>/stat')
  return ticks * MICROS_PER_TICK
}

/** First number of /proc/<pid>/task/<tid>/schedstat: time on a CPU, in nanoseconds. */
export function scheduledMicrosIn(schedstat: string): number {
  const nanoseconds = Number(/^\d+(?= )/.exec(schedstat)?.[0] ?? Number.NaN)
  if (Number.isNaN(nanoseconds)) throw new Error('not a line of /proc/<pid>/schedstat')
  return nanoseconds / 1000
}

/** `VmRSS` of /proc/<pid>/status. */
export function residentIn(status: string): number {
  const kilobytes = /^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1]
  if (kilobytes === undefined) throw new Error('no VmRSS in /proc/<pid>/status')
  return Number(kilobytes) * 1024
}

/**
 * The same as `stat` in nanoseconds instead of steps of 10 ms, where the kernel keeps it: a difference of one
 * microsecond a request would be lost in those. workerd's threads live as long as it does, so none is missed.
 */
function threadMicros(pid: number): number | undefined {
  try {
    let micros = 0
    for (const thread of readdirSync(`/proc/${pid}/task`))
      micros += scheduledMicrosIn(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'))
    return micros
  } catch {
    return undefined
  }
}
