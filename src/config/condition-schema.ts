import * as v from 'valibot'
import { foldName } from '../lib/fold-name.ts'
import { nearest } from '../lib/nearest.ts'
import { parseInstant } from '../lib/time.ts'
import { asn, parseAsn } from '../net/asn.ts'
import { parseCidr } from '../net/cidr.ts'
import { isPlaceEntry } from '../policy/place-lists.ts'
import type { Condition } from '../policy/types.ts'
import type { SignalKind } from '../signals/define.ts'
import { isSignalName, SIGNAL_NAMES, signalNamed } from '../signals/registry.ts'

const MAX_DEPTH = 16
const GRAMMAR = '{all|any|not = […]} or {signal, in|is|lt|gt|prefix}'

/** A condition of the rule grammar; every leaf is checked against the kind of signal it reads. */
export const condition: v.GenericSchema<Condition> = conditionAt(0)

function conditionAt(depth: number): v.GenericSchema<Condition> {
  return v.lazy((input): v.GenericSchema<Condition> => {
    if (depth > MAX_DEPTH) return v.never(`at most ${MAX_DEPTH} conditions inside one another`)
    const members = () =>
      v.pipe(
        v.array(conditionAt(depth + 1), 'a list of conditions'),
        v.minLength(1, 'at least one condition: an empty list would always or never hold'),
      )
    if (has(input, 'all')) return v.strictObject({ all: members() }, GRAMMAR)
    if (has(input, 'any')) return v.strictObject({ any: members() }, GRAMMAR)
    if (has(input, 'not')) return v.strictObject({ not: members() }, GRAMMAR)
    return leaf as v.GenericSchema<Condition>
  })
}

function has(input: unknown, key: string): boolean {
  return typeof input === 'object' && input !== null && Object.hasOwn(input, key)
}

const value = v.union([v.string(), v.number(), v.boolean()], 'text, a number, true or false')
const listed = v.pipe(
  v.array(v.union([v.string(), v.number()], 'text or a number'), 'a list'),
  v.minLength(1, 'a list that is not empty'),
)

const bound = v.union([v.string(), v.number()], 'a number, or a date')

const leaf = v.pipe(
  v.strictObject(
    {
      signal: v.pipe(
        v.string('the name of a signal'),
        v.check(isSignalName, (issue) => unknownSignal(issue.input)),
      ),
      is: v.optional(value),
      in: v.optional(listed),
      lt: v.optional(bound),
      gt: v.optional(bound),
      prefix: v.optional(
        v.pipe(v.array(v.string('text'), 'a list'), v.minLength(1, 'a list that is not empty')),
      ),
    },
    GRAMMAR,
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const problem = leafProblem(dataset.value)
    if (problem !== undefined) addIssue({ message: problem })
  }),
)

function unknownSignal(name: string): string {
  const near = nearest(name, SIGNAL_NAMES)
  return `the name of a signal${near === undefined ? '' : `; did you mean "${near}"?`}`
}

type Leaf = v.InferOutput<(typeof leaf)['pipe'][0]>

const OPERATORS = ['is', 'in', 'lt', 'gt', 'prefix'] as const

function leafProblem(leaf: Leaf): string | undefined {
  if (!isSignalName(leaf.signal)) return undefined
  const used = OPERATORS.filter((operator) => leaf[operator] !== undefined)
  const [operator] = used
  if (operator === undefined || used.length > 1) return `exactly one of ${OPERATORS.join(', ')}`
  const { kind, values } = signalNamed(leaf.signal)
  if (operator === 'is' && leaf.is === 'absent') return undefined
  if (!ALLOWED[kind].includes(operator)) {
    return `"${leaf.signal}" is compared with ${ALLOWED[kind].join(', ')}, or is = "absent"`
  }
  const operands = operator === 'prefix' ? leaf.prefix : operator === 'in' ? leaf.in : [leaf[operator]]
  const wrong = (operands ?? []).find((operand) => !fits(kind, operand, values))
  if (wrong === undefined) return undefined
  return `${EXPECTED[kind]}${values === undefined ? '' : ` (${values.join(', ')})`}, not ${JSON.stringify(wrong)}`
}

const ALLOWED: Readonly<Record<SignalKind, readonly (typeof OPERATORS)[number][]>> = {
  place: ['is', 'in'],
  code: ['is', 'in'],
  text: ['is', 'in', 'prefix'],
  name: ['is', 'in'],
  number: ['is', 'in', 'lt', 'gt'],
  instant: ['lt', 'gt'],
  boolean: ['is'],
  address: ['is', 'in', 'prefix'],
  asn: ['is', 'in'],
  coordinates: [],
}

const EXPECTED: Readonly<Record<SignalKind, string>> = {
  place: 'an ISO 3166 code ("CN", "UA-43"), "continent:AF" or "group:<id>"',
  code: 'a value of this signal',
  text: 'text',
  name: 'a name with letters in it',
  number: 'a number',
  instant: 'a date ("2026-09-15") or an instant with its zone',
  boolean: 'true or false',
  address: 'an address or prefix without host bits',
  asn: 'an ASN ("AS64500" or 64500)',
  coordinates: 'nothing but is = "absent"',
}

function fits(kind: SignalKind, operand: unknown, values: readonly string[] | undefined): boolean {
  switch (kind) {
    case 'place':
      return typeof operand === 'string' && isPlaceEntry(operand)
    case 'code':
      return typeof operand === 'string' && (values === undefined || values.includes(operand))
    case 'text':
      return typeof operand === 'string'
    case 'name':
      return typeof operand === 'string' && foldName(operand) !== ''
    case 'instant':
      return typeof operand === 'string' && parseInstant(operand) !== undefined
    case 'number':
      return typeof operand === 'number' && Number.isFinite(operand)
    case 'boolean':
      return typeof operand === 'boolean'
    case 'address':
      return typeof operand === 'string' && parseCidr(operand).ok
    case 'asn':
      return (typeof operand === 'number' ? asn(operand) : parseAsn(String(operand))) !== undefined
    case 'coordinates':
      return false
  }
}
