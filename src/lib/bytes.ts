const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const NOT_IN_ALPHABET = 64

const SEXTET_OF_CODE: Uint8Array = (() => {
  const table = new Uint8Array(128).fill(NOT_IN_ALPHABET)
  for (let i = 0; i < ALPHABET.length; i++) table[ALPHABET.charCodeAt(i)] = i
  return table
})()

const HEX_OF_BYTE: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
)

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The UTF-8 bytes of a text. A lone surrogate becomes U+FFFD, as the Encoding Standard has it. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text) as Uint8Array<ArrayBuffer>
}

/**
 * The text that UTF-8 bytes spell, or `undefined` when they are not UTF-8. A leading U+FEFF is kept, so that
 * two byte strings never give one text. Attackers control the bytes.
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** base64url without padding (RFC 4648 §5, RFC 7515 §2). */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    const b0 = bytes[i] as number
    const b1 = bytes[i + 1] ?? 0
    const b2 = bytes[i + 2] ?? 0
    text += ALPHABET.charAt(b0 >> 2) + ALPHABET.charAt(((b0 & 3) << 4) | (b1 >> 4))
    if (left > 1) text += ALPHABET.charAt(((b1 & 15) << 2) | (b2 >> 6))
    if (left > 2) text += ALPHABET.charAt(b2 & 63)
  }
  return text
}

/**
 * The bytes that an unpadded base64url text encodes, or `undefined`. Attackers control the text.
 *
 * Stricter than `atob` and most JOSE libraries: no padding, no white space, no `+` or `/`, and the unused bits
 * of the last character are zero (RFC 4648 §3.5). So each byte string has one text, and a token cannot be
 * respelled to look new.
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const tail = text.length % 4
  if (tail === 1) return undefined
  const bytes = new Uint8Array((text.length * 3) >> 2)
  let pending = 0
  let pendingBits = 0
  let at = 0
  for (let i = 0; i < text.length; i++) {
    const sextet = SEXTET_OF_CODE[text.charCodeAt(i)] ?? NOT_IN_ALPHABET
    if (sextet === NOT_IN_ALPHABET) return undefined
    pending = ((pending & 63) << 6) | sextet
    pendingBits += 6
    if (pendingBits >= 8) {
      pendingBits -= 8
      bytes[at++] = (pending >> pendingBits) & 255
    }
  }
  const unusedBits = pending & ((1 << pendingBits) - 1)
  return unusedBits === 0 ? bytes : undefined
}

/** The first thirty bits that a base64url text spells, as a fraction of one; what is no base64url in it counts as zeros. */
export function fractionOf(text: string): number {
  let fraction = 0
  for (let at = 4; at >= 0; at--) {
    const sextet = SEXTET_OF_CODE[text.charCodeAt(at)] ?? NOT_IN_ALPHABET
    fraction = (fraction + (sextet & 63)) / 64
  }
  return fraction
}

/** Two lower-case hexadecimal digits a byte. */
export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX_OF_BYTE[byte]
  return text
}
