import type { Complaint, Ground } from './complaint.ts'
import { partAt } from './parts.ts'

/**
 * Environments that send to different origins and give out the same tokens: one of either stack would be good at the
 * other, which is what a stack of one's own is to rule out.
 */
export function* sharedNames(stacks: readonly Ground[]): Generator<Complaint> {
  for (const [index, later] of stacks.entries()) {
    for (const earlier of stacks.slice(0, index)) {
      const [one, other] = [earlier, later].map((ground) => text(ground, 'ORIGIN_URL'))
      if (one === undefined || other === undefined || one === other) continue
      for (const name of ['ISSUER', 'ORIGIN_AUDIENCE'] as const) {
        const said = text(later, name)
        if (said === undefined || said !== text(earlier, name)) continue
        const { file, root, path } = later
        yield {
          severity: 'warning',
          file,
          at: partAt(root, name).at,
          key: `${path}.${name}`,
          text: `the same as in ${earlier.path}, which has another ORIGIN_URL: a token of one stack would be good at the other`,
        }
      }
    }
  }
}

function text({ root }: Ground, name: string): string | undefined {
  const value = root.parts?.get(name)?.value
  return typeof value === 'string' && value !== '' ? value : undefined
}
