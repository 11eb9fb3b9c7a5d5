import { parseArgs } from 'node:util'
import { UsageError } from '../../tools/usage-error.ts'
import { ALL, NAMES, type Name } from './names.ts'

export interface Options {
  readonly rounds: number
  /** CPU time of one turn of one component, at least. */
  readonly turnMillis: number
  /** Turns before the first one that counts. */
  readonly warmUps: number
  readonly names: readonly Name[]
  readonly json: string | undefined
}

const FULL = { rounds: 9, turnMillis: 100, warmUps: 3 }
const QUICK = { rounds: 3, turnMillis: 50, warmUps: 1 }

/** Its table takes longer to make than all the rest to measure. */
const SLOW: ReadonlySet<Name> = new Set(['byAddressMillion'])

export function helpText(): string {
  const list = NAMES.map((name) => `  ${name.padEnd(26)}${ALL[name]}`).join('\n')
  return `Usage: npm run bench:components [-- options]

What each part of a request's way costs in workerd, in microseconds of CPU time. Needs Linux.

  --quick             ${QUICK.rounds} rounds of turns of ${QUICK.turnMillis} ms, without ${[...SLOW].join(', ')}
                      (default: ${FULL.rounds} rounds of ${FULL.turnMillis} ms, about a minute)
  --only A,B          only these
  --rounds N          how often each has its turn
  --json FILE         write figures
  --help

Components:
${list}
`
}

/** Throws a `UsageError`. @returns undefined where help is asked for */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const { rounds, turnMillis, warmUps } = values.quick ? QUICK : FULL
  const usual = values.quick ? NAMES.filter((name) => !SLOW.has(name)) : NAMES
  return {
    rounds: values.rounds === undefined ? rounds : roundsIn(values.rounds),
    turnMillis,
    warmUps,
    names: values.only === undefined ? usual : chosen(values.only),
    json: values.json,
  }
}

function roundsIn(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new UsageError('--rounds wants a whole number from 1 to 999')
  return Number(text)
}

function chosen(list: string): readonly Name[] {
  const wanted = new Set(list.split(',').map((name) => name.trim()))
  const known: ReadonlySet<string> = new Set(NAMES)
  for (const name of wanted)
    if (!known.has(name)) throw new UsageError(`--only: there are ${NAMES.join(', ')}`)
  return NAMES.filter((name) => wanted.has(name))
}
