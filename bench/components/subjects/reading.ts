/** What is read of a request before anything is decided. */
import { newDecisionId } from '../../../src/deps.ts'
import { gather } from '../../../src/observations/gather.ts'
import type { Observations } from '../../../src/observations/types.ts'
import { takeSnapshot } from '../../../src/request/snapshot.ts'
import { parseTarget } from '../../../src/request/target.ts'
import { at } from '../../at.ts'
import { type Fixture, NOW, type Visit } from '../fixture.ts'
import { awaited, called, INPUTS, type Subject } from '../subject.ts'

export function decisionId({ dependencies: { random } }: Fixture): Subject {
  return called({
    call: () => newDecisionId(random),
    fold: (id) => id.charCodeAt(0),
    isRight: (id) => id.length === 22,
  })
}

/** @param segment what the path ends with, before a number */
export function target({ gate: { admittedForms, config } }: Fixture, segment: string): Subject {
  const [host = ''] = config.HOSTS
  const urls = Array.from({ length: INPUTS }, (_, index) => `https://${host}/v1/${segment}${index}?limit=20`)
  return called({
    call: (index) => parseTarget(at(urls, index), host, admittedForms),
    fold: (parsed) => (parsed.ok ? parsed.value.readings.length : 0),
    isRight: (parsed, index) => parsed.ok && parsed.value.path === `/v1/${segment}${index}`,
  })
}

export function snapshot({ firstVisits }: Fixture): Subject {
  return called({
    call(index) {
      const { request, snapshot } = at(firstVisits, index)
      return takeSnapshot(request, snapshot.target)
    },
    fold: ({ address, edge }) =>
      (address.given ? address.value.w0 : 0) + (edge.asn.given ? edge.asn.value : 0),
    isRight: ({ address, edge }) => address.given && edge.country.given && edge.asn.given,
  })
}

export function gathered(
  visits: readonly Visit[],
  { gate, policy }: Fixture,
  status: 'none' | 'verified',
): Subject {
  return awaited<Observations>({
    call: (index) => gather(at(visits, index).snapshot, gate.sources, policy, NOW),
    fold: ({ session, tables }) => session.status.length + (tables.prefixes?.length ?? 0),
    isRight: ({ session, tables }) => session.status === status && tables.asn !== undefined,
  })
}
