import type { Intake } from '../intake.ts'
import { splitRow } from './csv-row.ts'
import { FeedLines } from './feed-lines.ts'
import { PlaceLabels } from './place-labels.ts'

const LAST_MODIFIED = /^#\s*Last modified:\s*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/im
const HEAD = 1024

/**
 * A self-published geofeed (RFC 8805): `prefix,country,region,city,postal`. Apple publishes the egress of its Private
 * Relay in the same form. City and postal code are not read: no rule of ours asks for them.
 */
export function readGeofeed(contents: Uint8Array, intake: Intake): void {
  const labels = new PlaceLabels()
  const lines = new FeedLines(contents, intake)
  for (const line of lines) {
    const fields = splitRow(line)
    if (fields === undefined || fields.length < 2) {
      intake.bad('expected prefix,country,region,city,postal', lines.number)
      continue
    }
    const [prefix = '', country = '', region = ''] = fields
    const label = labels.of(country, region)
    if (label.ok) intake.prefix(prefix, lines.number, label.value)
    else intake.bad(label.error, lines.number)
  }
  const modified = LAST_MODIFIED.exec(new TextDecoder().decode(contents.subarray(0, HEAD)))
  if (modified !== null) intake.publishedAt(new Date(`${modified[1]}T${modified[2]}Z`))
}
