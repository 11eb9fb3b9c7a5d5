import { setTimeout as sleep } from 'node:timers/promises'
import { rawRequest } from '../load/request.ts'
import { fetchBound, fetchToken, visit } from './clients.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Credential, Kind, Presented } from './kind.ts'
import { Line } from './line.ts'
import { putPolicy, putTable, type Tables } from './orders.ts'
import type { Site } from './site.ts'
import {
  POLICIES,
  type PolicyName,
  type Situation,
  STANDINGS,
  type Standing,
  situationName,
  TABLES,
  type TableName,
} from './situation.ts'
import { LISTED } from './tables.ts'

/** Kind → situation → what the answer is like. */
export type Expected = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What this kind is answered with in this situation. @throws Error where nobody has asked */
export function expectedOf(expected: Expected, kind: Kind, situation: Situation): string {
  const found = expected.get(kind.name)?.get(situationName(situation))
  if (found === undefined) throw new Error(`nobody has asked: ${kind.name}, ${situationName(situation)}`)
  return found
}

/** Each kind in each situation there can be, one after the other, in a gate that has nothing else to do. */
export async function askUnloaded(site: Site, kinds: readonly Kind[], tables: Tables): Promise<Expected> {
  const tokens = await issueTokens(site)
  const line = new Line(site.process.port)
  const answered = kinds.filter(({ manner }) => manner !== 'aborted')
  const expected = new Map(answered.map(({ name }) => [name, new Map<string, string>()]))
  for (const table of TABLES) {
    await putTable(site.door, table, tables)
    await untilInForce(line, table)
    for (const policy of POLICIES) {
      await putPolicy(site.door, policy, site.document).catch(ignoreInForce)
      for (const kind of answered)
        for (const standing of standingsOf(kind)) {
          const presented = tokens(kind.presents, policy, standing)
          const found = await theOneAnswer(line, kind, presented)
          expected.get(kind.name)?.set(situationName({ policy, table, standing }), found)
        }
    }
  }
  line.close()
  return expected
}

export function standingsOf({ presents }: Kind): readonly Standing[] {
  return presents === 'nothing' ? ['none'] : STANDINGS
}

type TokenFor = (credential: Credential, policy: PolicyName, standing: Standing) => Presented | undefined

/** Of each credential four: issued under either policy, ended or not. Afterwards the deployed policy is in force. */
async function issueTokens({ process: { port }, door, document, policies }: Site): Promise<TokenFor> {
  const made = new Map<string, Presented>()
  const makers: Readonly<Record<Exclude<Credential, 'nothing'>, (at: number) => Promise<Presented>>> = {
    cookie: () => visit(port, policies),
    token: () => fetchToken(port, policies),
    bound: (at) => fetchBound(port, policies, at),
    'session to be revoked': () => visit(port, policies),
    'account to be revoked': (at) => fetchToken(port, policies, `key-${2_000 + at}`),
  }
  let at = 0
  for (const policy of [...POLICIES].reverse()) {
    await putPolicy(door, policy, document)
    for (const [credential, make] of Object.entries(makers))
      for (const fate of ['good', 'ended'] as const) {
        const presented = await make(at++)
        made.set([credential, policy, fate].join(), presented)
        if (fate === 'ended')
          await door('POST', '/revocations', { kind: 'session', value: presented.facts.sid })
      }
  }
  return (credential, policy, standing) => {
    const other = policy === 'live' ? 'deployed' : 'live'
    const issuedUnder = standing === 'outdated' ? other : policy
    return made.get([credential, issuedUnder, standing === 'revoked' ? 'ended' : 'good'].join())
  }
}

function ignoreInForce(error: unknown): void {
  if (!(error instanceof Error && error.message.includes('admin.in_force'))) throw error
}

const PATIENCE_MILLIS = 10_000

async function untilInForce(line: Line, table: TableName): Promise<void> {
  const until = performance.now() + PATIENCE_MILLIS
  for (;;) {
    const ending = await line.ask(rawRequest({ address: LISTED[table].address }), undefined)
    if (typeof ending === 'object' && ending.status === 403) return
    if (performance.now() > until) throw new Error(`the ${table} table has not come into force`)
    await sleep(50)
  }
}

const TIMES = 2

/** @throws Error where the same request has two: nothing could be held against that */
async function theOneAnswer(line: Line, kind: Kind, presented: Presented | undefined): Promise<string> {
  const found = new Set<string>()
  for (let turn = 0; turn < TIMES; turn++) {
    const ending = await line.ask(kind.bytes(turn, presented), kind.manner)
    if (ending !== undefined) found.add(fingerprintOf(ending))
  }
  const [answer, other] = found
  if (answer === undefined || other !== undefined)
    throw new Error(`${kind.name} has no one answer: ${[...found].join('\n')}`)
  return answer
}
