/**
 * What the platform charges on its paid plan, in US dollars, as its documentation said when it was read. Discounts of
 * contracts are not in it. Prices change: look the addresses up before you believe a bill made of them.
 */
export const PRICES_READ = '2026-11-23'

export interface Price {
  readonly about: string
  /** What one unit is. */
  readonly unit: string
  /** Of one unit, in dollars. */
  readonly dollars: number
  /** Units a month that the plan holds. */
  readonly included: number
  readonly source: string
}

const WORKERS = 'https://developers.cloudflare.com/workers/platform/pricing/'
const OBJECTS = 'https://developers.cloudflare.com/durable-objects/platform/pricing/'
const OBSERVABILITY = 'https://developers.cloudflare.com/observability/pricing/'

const PER_MILLION = 1e-6

export const PRICES = {
  plan: { about: 'Workers Paid plan', unit: 'month', dollars: 5, included: 0, source: WORKERS },
  requests: {
    about: 'Workers requests',
    unit: 'request',
    dollars: 0.3 * PER_MILLION,
    included: 10e6,
    source: WORKERS,
  },
  cpu: {
    about: 'Workers CPU time',
    unit: 'CPU millisecond',
    dollars: 0.02 * PER_MILLION,
    included: 30e6,
    source: WORKERS,
  },
  objectRequests: {
    about: 'Durable Objects, calls',
    unit: 'call of a method',
    dollars: 0.15 * PER_MILLION,
    included: 1e6,
    source: OBJECTS,
  },
  objectDuration: {
    about: 'Durable Objects, duration',
    unit: 'GB-s',
    dollars: 12.5 * PER_MILLION,
    included: 400_000,
    source: OBJECTS,
  },
  rowsRead: {
    about: 'Durable Objects, rows read',
    unit: 'row',
    dollars: 0.001 * PER_MILLION,
    included: 25e9,
    source: OBJECTS,
  },
  rowsWritten: {
    about: 'Durable Objects, rows written',
    unit: 'row',
    dollars: 1 * PER_MILLION,
    included: 50e6,
    source: OBJECTS,
  },
  blobReads: {
    about: 'KV reads (R2: $0.36 a million)',
    unit: 'read',
    dollars: 0.5 * PER_MILLION,
    included: 10e6,
    source: 'https://developers.cloudflare.com/kv/platform/pricing/',
  },
  logBytes: {
    about: 'Workers Logs, ingested (from 2026-12-01)',
    unit: 'GB',
    dollars: 0.25,
    included: 50,
    source: OBSERVABILITY,
  },
  logStorage: {
    about: 'Workers Logs, kept for seven days (from 2026-12-01)',
    unit: 'GB-month',
    dollars: 0.1,
    included: 12,
    source: OBSERVABILITY,
  },
  logEvents: {
    about: 'Workers Logs, events (until 2026-11-30)',
    unit: 'event',
    dollars: 0.6 * PER_MILLION,
    included: 20e6,
    source: WORKERS,
  },
  logpush: {
    about: 'Workers Trace Events Logpush, where it takes the place of Workers Logs',
    unit: 'request',
    dollars: 0.05 * PER_MILLION,
    included: 10e6,
    source: WORKERS,
  },
} as const satisfies Readonly<Record<string, Price>>

/** What the units beyond those that are included cost. */
export function chargeOf({ dollars, included }: Price, units: number): number {
  return Math.max(0, units - included) * dollars
}

/** Where what is included is used up already, as by an attack on a service with traffic. */
export function marginalCharge({ dollars }: Price, units: number): number {
  return units * dollars
}
