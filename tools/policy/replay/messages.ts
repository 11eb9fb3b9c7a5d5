import type { LoadedPolicy } from '../../../src/config/policy-document.ts'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { AdmissibleForm } from '../../../src/request/target.ts'
import type { Format } from './format.ts'
import type { Block } from './source.ts'
import type { Tally } from './tally.ts'

/** What a thread needs to know from the beginning. */
export interface Setup {
  readonly policies: readonly LoadedPolicy[]
  readonly admitted: readonly AdmissibleForm[]
  readonly at: UnixSeconds | undefined
}

/** Sorted ASNs, and where in the text the name of each ends. Shared: no thread has a copy. */
export interface NetworkNames {
  readonly asns: Uint32Array<SharedArrayBuffer>
  readonly ends: Uint32Array<SharedArrayBuffer>
  readonly text: Uint8Array<SharedArrayBuffer>
}

export interface BlockMessage {
  readonly kind: 'block'
  readonly source: number
  readonly block: number
  readonly format: Format
  readonly data: Block
}

export type ToWorker =
  | BlockMessage
  /** Names of networks, for logs that have none: before the first block, and after the start, which need not wait for them. */
  | { readonly kind: 'names'; readonly names: NetworkNames }
  | { readonly kind: 'finish' }

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly source: number; readonly block: number; readonly lines: number }
  | { readonly kind: 'tally'; readonly tally: Tally }
