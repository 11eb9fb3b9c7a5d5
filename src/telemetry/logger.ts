import type { LogRecord } from './records.ts'

/** Takes a record. Never throws: a record that is lost must not cost an answer. */
export type Logger = (record: LogRecord) => void

/** One JSON line a record, where the platform collects them. JSON escapes what could forge a second line. */
export const consoleLogger: Logger = (record) => {
  try {
    console.log(JSON.stringify(record))
  } catch {
    // Nobody is left to tell.
  }
}
