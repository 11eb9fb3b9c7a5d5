/** One thing wrong with a list, and where: a line of a text, a path into a JSON document. */
export interface FeedIssue {
  /** Which of the list's files, where it has several. */
  readonly part?: string
  readonly line?: number
  readonly path?: string
  readonly message: string
}

export function formatFeedIssue({ part, line, path, message }: FeedIssue): string {
  const where = [part, line === undefined ? path : `line ${line}`].filter((word) => word !== undefined)
  return where.length === 0 ? message : `${where.join(' ')}: ${message}`
}

const MAX_QUOTED = 60

/** A publisher's text inside a message: shortened, and escaped, because it may drive a terminal. */
export function quote(text: string): string {
  const shown = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text
  return JSON.stringify(shown).replace(/[\x7f-\x9f]/g, '�')
}

export function count(number: number, noun = ''): string {
  const digits = number.toLocaleString('en-US')
  if (noun === '') return digits
  return `${digits} ${number === 1 ? noun : noun.endsWith('x') ? `${noun}es` : `${noun}s`}`
}
