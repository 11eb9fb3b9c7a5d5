/** What the gate signs. */
import { statement, verified } from '../../../src/enforcement/statements.ts'
import { assertionMinter, type Statement } from '../../../src/session/assertion.ts'
import { issueSession } from '../../../src/session/issue.ts'
import type { Keyring, SigningKey } from '../../../src/session/keyring.ts'
import { sessionVerifier } from '../../../src/session/verify.ts'
import { ASSERTION_TYPE } from '../../../src/verify/assertion.ts'
import { authenticate } from '../../../src/verify/signed-token.ts'
import { at } from '../../at.ts'
import { withRevocations } from '../../tokens/expectation.ts'
import { type Fixture, grantFor, NOW, type Visit } from '../fixture.ts'
import { awaited, type Subject } from '../subject.ts'

export function session(
  { firstVisits, terms, dependencies: { random } }: Fixture,
  { keyring, signingKey }: { readonly keyring: Keyring; readonly signingKey: SigningKey },
): Subject {
  const grants = firstVisits.map(grantFor)
  const verify = sessionVerifier(keyring, withRevocations(terms, NOW))
  return awaited({
    call: (index) => issueSession(at(grants, index), terms, signingKey, NOW, random),
    fold: ({ token }) => token.length,
    isRight: async ({ token }) => (await verify(token, NOW)).status === 'verified',
  })
}

export function assertion(fixture: Fixture, mode: 'reused' | 'per-request'): Subject {
  const { firstVisits, signingKey, dependencies, gate } = fixture
  const statements = firstVisits.map((visit) => statementFor(visit, fixture))
  const mint = assertionMinter(mode, dependencies.random)
  const keys = gate.keyring?.verifyingAt(NOW) ?? new Map()
  const call = (index: number) => mint(() => at(statements, index), signingKey, NOW)
  return awaited({
    call,
    fold: (text) => text.length,
    async isRight(text, index) {
      const isSame = (await call(index)) === text
      return isSame === (mode === 'reused') && (await authenticate(text, keys, ASSERTION_TYPE)).ok
    },
  })
}

function statementFor({ evidence, decision, request }: Visit, { gate: { config } }: Fixture): Statement {
  const { pathname, search } = new URL(request.url)
  return statement(
    verified(evidence),
    decision,
    'allow',
    { session: undefined, identity: undefined },
    {
      issuer: config.ISSUER,
      audience: config.ORIGIN_AUDIENCE,
      method: request.method,
      pathAndQuery: pathname + search,
    },
  )
}
