import type { NetworkNames } from './messages.ts'

/** Packs names so that any number of threads can read them without a copy. */
export function packNames(names: ReadonlyMap<number, string>): NetworkNames {
  const sorted = Uint32Array.from(names.keys()).sort()
  const asns = new Uint32Array(new SharedArrayBuffer(sorted.byteLength))
  const ends = new Uint32Array(new SharedArrayBuffer(sorted.byteLength))
  asns.set(sorted)
  const all: string[] = []
  let end = 0
  for (const [index, asn] of sorted.entries()) {
    const name = names.get(asn) ?? ''
    all.push(name)
    end += Buffer.byteLength(name)
    ends[index] = end
  }
  const text = new Uint8Array(new SharedArrayBuffer(end))
  text.set(Buffer.from(all.join(''), 'utf8'))
  return { asns, ends, text }
}

/** The name of a network; undefined where none is known. */
export function nameLookup(packed: NetworkNames | undefined): (asn: number) => string | undefined {
  if (packed === undefined) return () => undefined
  const { asns, ends, text } = packed
  return (asn) => {
    let low = 0
    let high = asns.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((asns[middle] as number) < asn) low = middle + 1
      else high = middle
    }
    if (asns[low] !== asn) return undefined
    const start = low === 0 ? 0 : (ends[low - 1] as number)
    return Buffer.from(text.subarray(start, ends[low])).toString('utf8')
  }
}
