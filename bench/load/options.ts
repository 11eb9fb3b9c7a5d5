import { parseArgs } from 'node:util'
import { UsageError } from '../../tools/usage-error.ts'

export interface Options {
  readonly rounds: number
  /** Of one round of one subject. */
  readonly seconds: number
  /** At most, before a subject's first round. */
  readonly warmUpSeconds: number
  /** Undefined: all. */
  readonly subjects: readonly string[] | undefined
  readonly json: string | undefined
  readonly svg: string | undefined
}

const FULL = { rounds: 7, seconds: 3, warmUpSeconds: 6 }
const QUICK = { rounds: 3, seconds: 1, warmUpSeconds: 2 }

export function helpText(subjects: readonly string[]): string {
  return `Usage: npm run bench [-- options]

What one request costs: workerd processes under one load generator on this machine, by turns. Needs Linux.

  --quick             ${QUICK.rounds} rounds of ${QUICK.seconds} s, under three minutes (default: ${FULL.rounds} of ${FULL.seconds} s)
  --subjects A,B      only these
  --rounds N          how often each subject has its turn
  --seconds S         how long a turn is
  --json FILE         write figures and ratios
  --svg FILE          write a chart
  --help

Subjects: ${subjects.join(', ')}
`
}

/** Throws a `UsageError`. @returns undefined where help is asked for */
export function readOptions(args: string[], known: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      subjects: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      json: { type: 'string' },
      svg: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const usual = values.quick ? QUICK : FULL
  return {
    rounds:
      number('--rounds', values.rounds, /^[1-9]\d{0,2}$/, 'a whole number from 1 to 999') ?? usual.rounds,
    seconds:
      number(
        '--seconds',
        values.seconds,
        /^(?!0+(?:\.0+)?$)\d{1,3}(?:\.\d+)?$/,
        'a number of seconds above 0',
      ) ?? usual.seconds,
    warmUpSeconds: usual.warmUpSeconds,
    subjects: values.subjects === undefined ? undefined : chosen(values.subjects, known),
    json: values.json,
    svg: values.svg,
  }
}

function number(
  option: string,
  text: string | undefined,
  form: RegExp,
  expected: string,
): number | undefined {
  if (text === undefined) return undefined
  if (!form.test(text)) throw new UsageError(`${option} wants ${expected}`)
  return Number(text)
}

function chosen(list: string, known: readonly string[]): readonly string[] {
  const names = new Set(list.split(',').map((name) => name.trim()))
  for (const name of names)
    if (!known.includes(name)) throw new UsageError(`--subjects: there are ${known.join(', ')}`)
  return known.filter((name) => names.has(name))
}
