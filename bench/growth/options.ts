import { parseArgs } from 'node:util'
import { UsageError } from '../../tools/usage-error.ts'

export interface Options {
  readonly quick: boolean
  readonly rounds: number | undefined
  /** Undefined: all. */
  readonly only: readonly string[] | undefined
  readonly json: string | undefined
  readonly svg: string | undefined
}

export function helpText(dimensions: readonly string[]): string {
  return `Usage: npm run bench:growth [-- options]

What cost grows with: whole requests through the production bundle, and single steps in loops, at several sizes by
turns. Needs Linux.

  --quick             one round at the smaller sizes: under a minute
  --only A,B          only these
  --rounds N          how often each size of whole requests has its turn
  --json FILE         write figures, slopes and verdicts
  --svg FILE          write curves
  --help

Dimensions: ${dimensions.join(', ')}
`
}

/** Throws a `UsageError`. @returns undefined where help is asked for */
export function readOptions(args: string[], known: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'string' },
      svg: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const { quick, rounds, json, svg } = values
  if (rounds !== undefined && !/^[1-9]\d?$/.test(rounds))
    throw new UsageError('--rounds wants a whole number from 1 to 99')
  return {
    quick,
    rounds: rounds === undefined ? undefined : Number(rounds),
    only: values.only === undefined ? undefined : chosen(values.only, known),
    json,
    svg,
  }
}

function chosen(list: string, known: readonly string[]): readonly string[] {
  const names = new Set(list.split(',').map((name) => name.trim()))
  for (const name of names)
    if (!known.includes(name)) throw new UsageError(`--only: there are ${known.join(', ')}`)
  return known.filter((name) => names.has(name))
}
