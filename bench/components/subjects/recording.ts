/** What is kept of a decision. */
import { Admissions } from '../../../src/telemetry/admissions.ts'
import { stableFacts } from '../../../src/telemetry/evidence.ts'
import type { LogRecord } from '../../../src/telemetry/records.ts'
import { type Outcome, record } from '../../../src/telemetry/write.ts'
import { at } from '../../at.ts'
import type { Fixture, Visit } from '../fixture.ts'
import { called, type Subject } from '../subject.ts'

export function facts({ knownVisits }: Fixture): Subject {
  return called({
    call: (index) => stableFacts(at(knownVisits, index).evidence),
    fold: (text) => text.length,
    isRight: (text) => text.startsWith('={"country":') && text.includes('\n=valid\n'),
  })
}

export function allowed({ knownVisits }: Fixture): Subject {
  return recording(knownVisits, { action: 'pass', status: 200 }, (written) => written === '')
}

export function refused({ refusedVisits }: Fixture): Subject {
  return recording(refusedVisits, { action: 'refuse', status: 451 }, (written) => {
    const { event, verdict } = JSON.parse(written) as Readonly<Record<string, unknown>>
    return event === 'decision' && verdict === 'deny'
  })
}

/** As text, of the length that a line of the log has; not handed to the log, whose cost is the platform's. */
function recording(
  visits: readonly Visit[],
  outcome: Outcome,
  isRight: (written: string) => boolean,
): Subject {
  let written = ''
  const settings = {
    log: (line: LogRecord) => {
      written = JSON.stringify(line)
    },
    admissions: new Admissions(),
    mode: 'enforce',
    // Of allows nothing is in the sample.
    allowRate: 0,
    newId: () => 'a'.repeat(22),
  } as const
  // The record of the situation itself is written once an hour.
  for (const visit of visits) record(visit, outcome, settings)
  return called({
    call(index) {
      written = ''
      record(at(visits, index), outcome, settings)
      return written
    },
    fold: (text) => text.length,
    isRight,
  })
}
