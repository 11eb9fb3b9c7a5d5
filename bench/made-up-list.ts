import { compileTable } from '../tools/feeds/compile.ts'
import type { PrefixList } from '../tools/feeds/prefix-list.ts'

/** A prefix table of one made-up list of hosting networks. */
export function tableOfList(id: string, list: PrefixList): Uint8Array<ArrayBuffer> {
  const { bytes } = compileTable(
    [
      {
        id,
        title: 'Made up',
        class: 'hosting',
        confidence: 'high',
        movesPlace: false,
        date: '2026-01-01T00:00:00Z',
        checkedAt: '2026-01-01T00:00:00Z',
        maxAgeDays: 1,
        sha256: '',
        list,
      },
    ],
    new Date(0),
  )
  return bytes
}
