/** Where a client's API key is: a header, and the authorization scheme in front of it where there is one. */
export interface KeyLocation {
  readonly header: string
  readonly scheme?: string
}

const MAX_KEY_LENGTH = 1024

/**
 * The API key that came with a request, if any. Attacker-controlled: the caller hashes it and never stores or logs it.
 *
 * @returns undefined when there is none, when it is longer than 1,024 characters, or when a header came twice
 */
export function presentedKey(
  header: (name: string) => string | undefined,
  locations: readonly KeyLocation[],
): string | undefined {
  for (const location of locations) {
    const value = header(location.header)
    if (value === undefined) continue
    const key = location.scheme === undefined ? value.trim() : afterScheme(value, location.scheme)
    if (key === undefined || key === '') continue
    // A comma is two header lines joined, or no key: which of the two was meant cannot be told.
    return key.length > MAX_KEY_LENGTH || key.includes(',') ? undefined : key
  }
  return undefined
}

/** Schemes are compared without regard to case (RFC 9110 §11.1). */
function afterScheme(value: string, scheme: string): string | undefined {
  const space = value.indexOf(' ')
  if (space < 0 || value.slice(0, space).toLowerCase() !== scheme.toLowerCase()) return undefined
  return value.slice(space + 1).trim()
}
