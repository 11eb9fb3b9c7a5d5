import type { Expectation } from '../../load/expectation.ts'
import type { Kit } from '../../load/kit.ts'
import type { RequestSource } from '../../load/request.ts'
import type { Workerd } from '../../load/workerd.ts'
import type { CurveAbout } from '../curve.ts'

/** One size, as it is measured. Several may share a process. */
export interface Case {
  readonly size: number
  readonly process: Workerd
  readonly expects: Expectation
  /** Called before each turn, so that nothing expires in one. */
  readonly requests: () => Promise<RequestSource> | RequestSource
  /** So many before the first turn, beside the usual time, and so many before each: what fits into a cache is in it then. */
  readonly warmUpRequests?: { readonly once: number; readonly eachTurn: number }
}

export interface RequestCurve extends CurveAbout {
  readonly sizes: readonly number[]
  /** None: not measured then. */
  readonly quickSizes: readonly number[]
  /** @param folder for files, gone afterwards */
  readonly start: (kit: Kit, sizes: readonly number[], folder: string) => Promise<readonly Case[]>
}

/** Processes of Cordon, one for each size. */
export async function oneEach(
  sizes: readonly number[],
  start: (size: number) => Promise<Omit<Case, 'size'>>,
): Promise<readonly Case[]> {
  const cases: Case[] = []
  for (const size of sizes) cases.push({ size, ...(await start(size)) })
  return cases
}
