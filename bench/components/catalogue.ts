/** How each subject is made, by its name. */
import { importKeyring } from '../../src/session/keyring.ts'
import { generateSigningKey } from '../../tools/signing-keys.ts'
import { type Fixture, NOW } from './fixture.ts'
import { type ComponentName, LOOPS, type LoopName } from './names.ts'
import type { Subject } from './subject.ts'
import * as deciding from './subjects/deciding.ts'
import * as loops from './subjects/loops.ts'
import * as minting from './subjects/minting.ts'
import * as networks from './subjects/networks.ts'
import * as passingOn from './subjects/passing-on.ts'
import * as reading from './subjects/reading.ts'
import * as recording from './subjects/recording.ts'
import * as refusing from './subjects/refusing.ts'
import * as verifying from './subjects/verifying.ts'
import * as whole from './subjects/whole.ts'
import type { Table } from './tables.ts'

/** @param table by name; throws where it was not given */
type Make = (fixture: Fixture, table: (name: string) => Table) => Subject | Promise<Subject>

export const MAKERS: Readonly<Record<ComponentName | LoopName, Make>> = {
  [LOOPS.sync]: loops.calling,
  [LOOPS.async]: loops.awaiting,
  decisionId: reading.decisionId,
  parseTarget: (fixture) => reading.target(fixture, 'messages/'),
  parseTargetEscaped: (fixture) => reading.target(fixture, 'r%C3%A9sum%C3%A9-'),
  takeSnapshot: reading.snapshot,
  gather: (fixture) => reading.gathered(fixture.firstVisits, fixture, 'none'),
  gatherKnown: (fixture) => reading.gathered(fixture.knownVisits, fixture, 'verified'),
  byAsn: networks.byAsn,
  byOrganization: networks.byOrganization,
  byAddress: (_, table) => networks.byAddress(table('lists')),
  byAddressMillion: (_, table) => networks.byAddress(table('million')),
  verifySessionSeen: (fixture) => verifying.seenSession(fixture, ownSigner(fixture)),
  verifySessionFirst: (fixture) => verifying.firstSession(fixture, ownSigner(fixture)),
  verifySessionFirstEdDSA: async (fixture) => verifying.firstSession(fixture, await edDsaSigner(fixture)),
  verifyProof: verifying.proof,
  matchResource: (fixture) => deciding.resource(fixture, 'few'),
  matchResourceFirst: (fixture) => deciding.resource(fixture, 'many'),
  collectEvidence: deciding.evidence,
  decide: deciding.decided,
  judge: deciding.judged,
  mintSession: (fixture) => minting.session(fixture, ownSigner(fixture)),
  mintSessionEdDSA: async (fixture) => minting.session(fixture, await edDsaSigner(fixture)),
  mintAssertion: (fixture) => minting.assertion(fixture, 'per-request'),
  mintAssertionReused: (fixture) => minting.assertion(fixture, 'reused'),
  requestHeaders: passingOn.request,
  responseHeaders: passingOn.response,
  stableFacts: recording.facts,
  recordAllowed: recording.allowed,
  recordRefused: recording.refused,
  refusalJson: (fixture) => refusing.refusal(fixture, 'json'),
  refusalPage: (fixture) => refusing.refusal(fixture, 'page'),
  wholeKnown: whole.known,
  wholeFirst: whole.first,
  wholeRefused: whole.refused,
}

function ownSigner({ gate: { keyring }, signingKey }: Fixture) {
  if (keyring === undefined) throw new Error('no keyring')
  return { keyring, signingKey }
}

async function edDsaSigner({ terms: { lifetimes } }: Fixture) {
  const options = { verifyForSeconds: lifetimes.longestSeconds }
  const keyring = await importKeyring([await generateSigningKey('EdDSA')], options)
  const signingKey = keyring.ok ? keyring.value.activeAt(NOW) : undefined
  if (!keyring.ok || signingKey === undefined) throw new Error('no EdDSA key')
  return { keyring: keyring.value, signingKey }
}
