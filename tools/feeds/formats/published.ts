const LOOSE = /^(\d{4})-?(\d\d)-?(\d\d)(?:[T -](\d\d)[:-]?(\d\d)[:-]?(\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?$/

/**
 * When a list was made, in the spellings publishers have: `2025-07-24-20-23-14`, `2025-07-24T19:16:28.780563`,
 * `20250721`. Without a zone it is taken for UTC: the date is for people and for an age counted in days.
 */
export function parsePublished(text: string): Date | undefined {
  const match = LOOSE.exec(text.trim())
  if (match === null) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = match
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(date.getTime()) ? undefined : date
}
