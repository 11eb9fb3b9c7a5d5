/** Longer lines are not read: nobody's log has them, and one that never ends would fill the memory. */
export const MAX_LINE_BYTES = 1 << 20

const NEWLINE = 0x0a
const CARRIAGE_RETURN = 0x0d
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const

/** A line of a block by its bytes, and which one it is, from 0 on. */
export type OnLine = (start: number, end: number, index: number) => void

/**
 * Calls back for each line of `bytes` that is not blank, without its line ending. A last line without one counts.
 * @returns how many lines there are, blank ones too
 */
export function eachLine(bytes: Buffer, onLine: OnLine): number {
  let index = 0
  let start = 0
  while (start < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline < 0 ? bytes.length : newline
    const last = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end
    if (last > start) onLine(start, last, index)
    index++
    start = end + 1
  }
  return index
}

/** Without the mark that some editors put before a text. */
export function withoutMark(bytes: Buffer): Buffer {
  return BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte) ? bytes.subarray(3) : bytes
}

/** The whole lines of `bytes`: up to the last line ending, which is where the next block begins. */
export function wholeLines(bytes: Buffer): number {
  return bytes.lastIndexOf(NEWLINE) + 1
}
