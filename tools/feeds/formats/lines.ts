import type { Intake } from '../intake.ts'
import { FeedLines } from './feed-lines.ts'

/** One prefix or address a line; whatever follows a `#` is a comment. */
export function readLines(contents: Uint8Array, intake: Intake): void {
  const lines = new FeedLines(contents, intake)
  for (const line of lines) {
    const comment = line.indexOf('#')
    intake.prefix(comment < 0 ? line : line.slice(0, comment).trimEnd(), lines.number)
  }
}
