import * as v from 'valibot'
import {
  type AdminRecord,
  type AdmissionRecord,
  adminRecord,
  admissionRecord,
  type DecisionRecord,
  decisionRecord,
  type EventRecord,
  eventRecord,
  type LogRecord,
  type ShadowRecord,
  shadowRecord,
} from '../../src/telemetry/records.ts'

const anyRecord = v.variant('event', [
  decisionRecord,
  admissionRecord,
  eventRecord,
  adminRecord,
  shadowRecord,
])

/** The record as it would be read from the log; throws when it is not what its schema promises. */
export function readBack(record: LogRecord): LogRecord {
  return v.parse(anyRecord, JSON.parse(JSON.stringify(record)))
}

export function decisions(records: readonly LogRecord[]): DecisionRecord[] {
  return records.filter((record) => record.event === 'decision')
}

export function admissions(records: readonly LogRecord[]): AdmissionRecord[] {
  return records.filter((record) => record.event === 'admission')
}

export function events(records: readonly LogRecord[]): EventRecord[] {
  const others = new Set<string>(['decision', 'admission', 'admin', 'shadow'])
  return records.filter((record): record is EventRecord => !others.has(record.event))
}

export function shadowRecords(records: readonly LogRecord[]): ShadowRecord[] {
  return records.filter((record) => record.event === 'shadow')
}

export function adminRecords(records: readonly LogRecord[]): AdminRecord[] {
  return records.filter((record) => record.event === 'admin')
}

/** The one decision that was recorded; throws when there are more or none. */
export function onlyDecision(records: readonly LogRecord[]): DecisionRecord {
  const [first, ...others] = decisions(records)
  if (first === undefined || others.length > 0)
    throw new Error(`expected one decision, got ${JSON.stringify(records)}`)
  return first
}
