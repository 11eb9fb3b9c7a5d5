import { ASSUMPTIONS } from './limits.ts'
import { type LogSettings, volumeOf } from './logs.ts'
import type { CpuMicros } from './measured.ts'
import { marginalCharge, PRICES } from './prices.ts'
import { REPLAY } from './product.ts'

export interface Attack {
  readonly name: string
  readonly about: string
  readonly cpuMicros: number
  readonly decisionRecords: number
  readonly admissionRecords: number
  /** Calls of `Replay`. */
  readonly uses: number
  /** What stands in its way. */
  readonly boundedBy: string
}

export interface AttackCost extends Attack {
  /** Of a million requests, when everything that is included is used up. */
  readonly dollarsPerMillion: number
  readonly ofWhich: {
    readonly requests: number
    readonly cpu: number
    readonly logs: number
    readonly stores: number
  }
  /** Of an hour of it. */
  readonly dollarsPerHour: number
  readonly logBytesPerSecond: number
}

const SIGNATURE_MICROS = 200

/** What somebody can send who wants it to cost something. Records are as `src/telemetry/write.ts` writes them. */
export function attacks(cpu: CpuMicros, allowRate: number): readonly Attack[] {
  return [
    {
      name: 'refused',
      about: 'from a restricted place or network, each network with the facts of one client',
      cpuMicros: cpu.refused,
      decisionRecords: 1,
      admissionRecords: 0,
      uses: 0,
      boundedBy: 'no store is asked; a record each, always',
    },
    {
      name: 'refused, always new',
      about: 'likewise, from ever other networks or with ever other ciphers',
      cpuMicros: cpu.refused,
      decisionRecords: 1,
      admissionRecords: 1,
      uses: 0,
      boundedBy: 'no store; both records each, always',
    },
    {
      name: 'no cookie',
      about: 'navigations from an allowed place that forget their cookie',
      cpuMicros: cpu.first,
      decisionRecords: allowRate,
      admissionRecords: 1,
      uses: 0,
      boundedBy: 'reaches the origin; an admission record each, whatever LOG_ALLOW_RATE says',
    },
    {
      name: 'bad token',
      about: 'with a token that is none, signed by nobody, from an allowed place',
      cpuMicros: cpu.known + SIGNATURE_MICROS,
      decisionRecords: 1,
      admissionRecords: 0,
      uses: 0,
      boundedBy: 'reaches the origin; a decision record each, whatever LOG_ALLOW_RATE says',
    },
    {
      name: 'fresh proofs',
      about: 'a bound token on a resource with replay = "strict"',
      cpuMicros: cpu.strict,
      decisionRecords: allowRate,
      admissionRecords: 0,
      uses: 1,
      boundedBy: 'a key of its own has one of 64 shards; the session can be revoked',
    },
  ]
}

export function costOf(attack: Attack, perSecond: number, settings: LogSettings): AttackCost {
  const logs = volumeOf(attack, settings)
  const storedGigabyteMonths = (logs.bytes / 1e9) * (ASSUMPTIONS.logRetentionDays / 30)
  const ofWhich = {
    requests: marginalCharge(PRICES.requests, 1e6),
    cpu: marginalCharge(PRICES.cpu, attack.cpuMicros * 1_000),
    logs:
      1e6 *
      (marginalCharge(PRICES.logBytes, logs.bytes / 1e9) +
        marginalCharge(PRICES.logStorage, storedGigabyteMonths)),
    stores:
      1e6 *
      attack.uses *
      (marginalCharge(PRICES.objectRequests, 1) +
        marginalCharge(PRICES.rowsWritten, REPLAY.rowsWrittenPerUse)),
  }
  const dollarsPerMillion = ofWhich.requests + ofWhich.cpu + ofWhich.logs + ofWhich.stores
  return {
    ...attack,
    dollarsPerMillion,
    ofWhich,
    dollarsPerHour: (dollarsPerMillion * perSecond * 3_600) / 1e6,
    logBytesPerSecond: perSecond * logs.bytes,
  }
}
