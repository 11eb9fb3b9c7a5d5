/**
 * Names a text by 16 hexadecimal digits, the same on every machine, synchronously.
 *
 * Two 32-bit FNV-1a-like lanes with a final mix (cyrb53's, by bryc, public domain, without its truncation to 53 bits).
 * It tells versions of our own tables apart. It is no security measure: collisions can be made at will, so nothing that
 * an attacker writes may be identified by it. `crypto.subtle` would do better but is asynchronous, and Workers allow no
 * I/O at global scope.
 */
export function checksum(text: string): string {
  let low = 0x41c6ce57
  let high = 0xdeadbeef
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return hex(low) + hex(high)
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0')
}
