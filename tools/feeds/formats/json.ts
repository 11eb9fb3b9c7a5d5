import type { Intake, Place } from '../intake.ts'
import { parseJsonPath, walkJson } from './json-path.ts'
import { parseJsonBytes } from './json-text.ts'
import { parsePublished } from './published.ts'

export interface JsonFormat {
  readonly kind: 'json'
  /** Where the prefixes or addresses are (see `json-path`). */
  readonly paths: readonly string[]
  /** Where the document says when it was made. */
  readonly published?: string
  /** `first_line`: only that is JSON, and a signature follows. */
  readonly extent?: 'first_line'
  /** `with_port`: `198.51.100.1:9001` and `[2001:db8::1]:9001`, of which the address is taken. */
  readonly values?: 'with_port'
}

/** JSON documents of any shape: what differs between publishers is only where the prefixes are. */
export function readJson(contents: Uint8Array, intake: Intake, format: JsonFormat): void {
  const document = parseJsonBytes(contents, format.extent === 'first_line')
  if (!document.ok) {
    intake.fail(document.error)
    return
  }
  for (const path of format.paths) {
    walkJson(document.value, steps(path), {
      value(value, at) {
        // What an operator does not have for a server is written as "" or null by some, and left out by others.
        if (value === '' || value === null) return
        if (typeof value !== 'string') intake.bad('expected a text with a prefix', at)
        else intake.prefix(format.values === 'with_port' ? withoutPort(value) : value, at)
      },
      mismatch: (message, at: Place) => intake.bad(message, at),
      get stopped() {
        return intake.stopped
      },
    })
  }
  if (format.published !== undefined) readPublished(document.value, format.published, intake)
}

function readPublished(document: unknown, path: string, intake: Intake): void {
  walkJson(document, steps(path), {
    value(value) {
      const date = typeof value === 'string' ? parsePublished(value) : undefined
      if (date !== undefined) intake.publishedAt(date)
    },
    // The date of a list is worth nothing against the list.
    mismatch: () => intake.note(`the list does not say when it was made (${path})`),
    stopped: false,
  })
}

function steps(path: string) {
  const parsed = parseJsonPath(path)
  if (parsed === undefined) throw new Error(`not a path into JSON: ${path}`)
  return parsed
}

function withoutPort(text: string): string {
  const match = /^(?:\[(.*)\]|([^:]*)):\d+$/.exec(text)
  return match?.[1] ?? match?.[2] ?? text
}
