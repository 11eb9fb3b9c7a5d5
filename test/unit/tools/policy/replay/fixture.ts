import { expect } from 'vitest'
import { loadPolicy } from '../../../../../src/config/policy-document.ts'
import type { UnixSeconds } from '../../../../../src/lib/time.ts'
import { type ServedPolicy, servePolicy } from '../../../../../src/served-policy.ts'
import { networkTables } from '../../../../../src/tables/networks.ts'
import { CurrentPrefixes } from '../../../../../src/tables/prefixes.ts'
import type { LookUp } from '../../../../../tools/policy/replay/access-log.ts'
import { BlockReader } from '../../../../../tools/policy/replay/block-reader.ts'
import type { Format } from '../../../../../tools/policy/replay/format.ts'
import type { Knowledge } from '../../../../../tools/policy/replay/observe.ts'
import { regionNameLookup } from '../../../../../tools/policy/replay/region-names.ts'
import { Replayer } from '../../../../../tools/policy/replay/replayer.ts'
import { type Report, reportOf } from '../../../../../tools/policy/replay/report.ts'

export const KNOWLEDGE: Knowledge = {
  networks: networkTables(new CurrentPrefixes()),
  nameOf: () => undefined,
  regionNameOf: regionNameLookup(),
}

/** A policy document's policy; what is wrong with it fails the test. */
export async function policyOf(document: Readonly<Record<string, unknown>>): Promise<ServedPolicy> {
  const loaded = loadPolicy({
    RESTRICTED_REGIONS: [],
    DENIED_NETWORKS: [],
    POLICY: { default: 'allow' },
    ...document,
  })
  expect(loaded.ok ? [] : loaded.error).toEqual([])
  if (!loaded.ok) throw new Error('unreachable')
  return servePolicy(loaded.value)
}

/** An ordinary line of Logpush's, with what differs; undefined leaves a member out. */
export function logpushLine(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    ClientIP: '73.162.10.1',
    ClientCountry: 'us',
    ClientRegionCode: 'CA',
    ClientCity: 'Fairfield',
    ClientASN: 7922,
    ClientRequestHost: 'api.example.com',
    ClientRequestMethod: 'POST',
    ClientRequestURI: '/v1/messages?beta=1',
    EdgeStartTimestamp: '2026-11-01T00:00:00Z',
    RayID: '9a1b2c3d4e5f6071',
    ...changes,
  })
}

export interface Options {
  readonly format?: Format
  readonly at?: UnixSeconds
  readonly lookUp?: LookUp
  readonly knowledge?: Partial<Knowledge>
}

/** What a replay of these lines reports, in this thread. */
export function replayed(
  policies: readonly ServedPolicy[],
  lines: readonly string[],
  { format = 'logpush', at, lookUp = () => undefined, knowledge = {} }: Options = {},
): Report {
  const replayer = new Replayer({
    policies,
    knowledge: { ...KNOWLEDGE, ...knowledge },
    admitted: new Set(),
    at,
  })
  const count = new BlockReader(replayer, lookUp).read(
    Buffer.from(lines.join('\n')),
    format,
    { source: 0, block: 0 },
    { before: 0, after: 0 },
  )
  return reportOf(
    {
      tally: replayer.finish(),
      logs: [{ name: 'log', format, lines: count, fault: undefined }],
      isInterrupted: false,
      lineNumber: ({ line }) => line + 1,
    },
    policies.map(({ revision, loaded }, index) => ({
      source: `policy ${index}`,
      revision,
      mode: loaded.mode,
    })),
    at,
  )
}

/** The counts of the first policy, as `allow 1, deny 0–1`. */
export function verdictsOf({ policies }: Report, index = 0): string {
  return Object.entries(policies[index]?.verdicts ?? {})
    .filter(([, { upper }]) => upper > 0)
    .map(([verdict, { lower, upper }]) => `${verdict} ${lower === upper ? lower : `${lower}–${upper}`}`)
    .join(', ')
}
