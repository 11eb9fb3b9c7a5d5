import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { UsageError, usageMessage } from './usage-error.ts'

const USAGE = `Usage: npm run fuzz -- [--rounds N] [--seed N] [FILTER…]

Runs the property tests with cases that no run has drawn before, N times (default 10), and stops at the first failure.

  --rounds N  how many times
  --seed N    of the first round, where it is not to be drawn
  FILTER      only files whose path contains one of these

A failure names its seed: CORDON_SEED=<seed> npm test -- --project node <file> draws the same cases again.`

const MAX_SEED = 2 ** 31

try {
  run(process.argv.slice(2))
} catch (error) {
  const message = usageMessage(error)
  if (message === undefined) throw error
  console.error(message)
  process.exitCode = 1
}

function run(args: string[]): void {
  const { rounds, first, filters } = parse(args)
  const files = globSync('test/**/*.test.ts').filter(
    (file) =>
      readFileSync(file, 'utf8').includes("from 'fast-check'") &&
      (filters.length === 0 || filters.some((filter) => file.includes(filter))),
  )
  if (files.length === 0) throw new UsageError(`no property test has ${filters.join(' or ')} in its path`)
  for (let round = 1; round <= rounds; round++) {
    const seed = round === 1 && first !== undefined ? first : randomInt(MAX_SEED)
    console.log(`round ${round} of ${rounds}: ${files.length} files, CORDON_SEED=${seed}`)
    const { status } = spawnSync(
      process.execPath,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--config',
        'test/vitest.config.ts',
        '--project',
        'node',
        ...files,
      ],
      { stdio: 'inherit', env: { ...process.env, CORDON_SEED: String(seed) } },
    )
    if (status === 0) continue
    console.error(`failed with CORDON_SEED=${seed}`)
    process.exitCode = 1
    return
  }
}

interface Options {
  readonly rounds: number
  readonly first: number | undefined
  readonly filters: readonly string[]
}

function parse(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '10' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    process.exit(0)
  }
  return {
    rounds: readNumber('--rounds', values.rounds, 1),
    first: values.seed === undefined ? undefined : readNumber('--seed', values.seed, 0),
    filters: positionals,
  }
}

function readNumber(option: string, text: string, least: number): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= least) return number
  throw new UsageError(`${option} ${text}: expected a whole number of ${least} or more`)
}
