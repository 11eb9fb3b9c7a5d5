/** The fields of one line of CSV (RFC 4180 without line breaks in fields), trimmed. Undefined: a quote is not closed. */
export function splitRow(line: string, delimiter = ','): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter).map((field) => field.trim())
  const fields: string[] = []
  let at = 0
  for (;;) {
    while (line[at] === ' ') at++
    const quoted = line[at] === '"'
    const end = quoted ? closingQuote(line, at + 1) : line.indexOf(delimiter, at)
    if (quoted && end < 0) return undefined
    fields.push(
      quoted
        ? line
            .slice(at + 1, end)
            .replaceAll('""', '"')
            .trim()
        : line.slice(at, end < 0 ? undefined : end).trim(),
    )
    const next = quoted ? line.indexOf(delimiter, end) : end
    if (next < 0) return fields
    at = next + delimiter.length
  }
}

function closingQuote(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at >= 0; at = line.indexOf('"', at + 2)) {
    if (line[at + 1] !== '"') return at
  }
  return -1
}
