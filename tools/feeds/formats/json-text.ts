import { err, ok, type Result } from '../../../src/lib/result.ts'

const NEWLINE = 0x0a

/**
 * The value of a JSON document, or what is wrong with it: one that ends in the middle was cut off on its way, any other
 * is told by line and column. With `firstLine` the document ends there; what follows is not JSON (a signature).
 */
export function parseJsonBytes(contents: Uint8Array, firstLine = false): Result<unknown, string> {
  const end = firstLine ? contents.indexOf(NEWLINE) : -1
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(
      end < 0 ? contents : contents.subarray(0, end),
    )
  } catch {
    return err('not UTF-8, or too long for a JSON document')
  }
  try {
    return ok(JSON.parse(text))
  } catch (error) {
    return err(describe(text, error instanceof Error ? error.message : ''))
  }
}

function describe(text: string, message: string): string {
  const position = positionOf(text, message)
  if (position === undefined) return 'not JSON'
  const before = text.slice(0, position)
  const line = before.split('\n').length
  if (position >= text.trimEnd().length) return `the JSON ends in the middle, on line ${line}: it was cut off`
  return `not JSON: line ${line}, column ${position - before.lastIndexOf('\n')}`
}

const LONGEST_SEARCHED = 64 * 1024 * 1024

/** Where a document stops being JSON; its length when it only stops too early. */
function positionOf(text: string, message: string): number | undefined {
  const told = toldPosition(message)
  if (told !== undefined) return told
  if (endsTooEarly(text.length, message)) return text.length
  if (text.length > LONGEST_SEARCHED) return undefined
  // V8 quotes the surroundings instead. Of beginnings of the text, those up to the mistake merely end too early.
  let good = 0
  let bad = text.length
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    if (isGoodBeginning(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

function isGoodBeginning(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    return endsTooEarly(text.length, error instanceof Error ? error.message : '')
  }
}

function endsTooEarly(length: number, message: string): boolean {
  const told = toldPosition(message)
  return told === undefined ? message.startsWith('Unexpected end') : told >= length
}

function toldPosition(message: string): number | undefined {
  const told = /at position (\d+)/.exec(message)?.[1]
  return told === undefined ? undefined : Number(told)
}
