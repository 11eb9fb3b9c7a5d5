/** The whole gate, with an origin that is a function: everything but the platform's own way in and out. */
import { app } from '../../../src/app.ts'
import { type Dependencies, inFrontOf } from '../../../src/deps.ts'
import { at } from '../../at.ts'
import { browserRequest } from '../browsers.ts'
import type { Fixture, Visit } from '../fixture.ts'
import { awaited, INPUTS, type Subject } from '../subject.ts'

export function known({ knownVisits, dependencies }: Fixture): Subject {
  return answering(
    requestsOf(knownVisits),
    dependencies,
    ({ status, headers }) => status === 200 && !headers.has('Set-Cookie'),
  )
}

export function first({ firstVisits, dependencies }: Fixture): Subject {
  return answering(
    requestsOf(firstVisits),
    dependencies,
    ({ status, headers }) => status === 200 && headers.has('Set-Cookie'),
  )
}

/** A program's: a page is a part of its own. */
export function refused({ dependencies }: Fixture): Subject {
  const requests = Array.from({ length: INPUTS }, (_, client) =>
    browserRequest(client, { country: 'CU', headers: { Accept: '*/*' } }),
  )
  return answering(requests, dependencies, ({ status }) => status === 451)
}

function requestsOf(visits: readonly Visit[]): readonly Request[] {
  return visits.map(({ request }) => request)
}

function answering(
  requests: readonly Request[],
  dependencies: Dependencies,
  isRight: (answer: Response) => boolean,
): Subject {
  const origin = inFrontOf(
    ({ headers }) => new Response('ok', { status: headers.has('Cordon-Assertion') ? 200 : 500 }),
  )
  const given: Dependencies = { ...dependencies, origin, log: () => {} }
  return awaited<Response>({
    call: (index) => app.fetch(at(requests, index), given),
    fold: ({ status }) => status,
    isRight,
  })
}
