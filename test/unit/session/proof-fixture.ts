import type { UnixSeconds } from '../../../src/lib/time.ts'
import { type Proof, type ProvenRequest, proofVerifier } from '../../../src/session/proof.ts'
import vectors from '../../vectors/dpop.json' with { type: 'json' }

export const NOW = vectors.now as UnixSeconds
export const REQUEST: ProvenRequest = vectors.request

interface ProofVector {
  readonly name: string
  readonly proof: string
  readonly fault: string | null
  readonly request?: { readonly method?: string; readonly url?: string; readonly token?: string | null }
  readonly now?: number
  readonly jkt?: string
  readonly jti?: string
}

export const CASES: readonly ProofVector[] = vectors.cases

export function caseNamed(name: string): ProofVector {
  const found = CASES.find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no vector called ${name}`)
  return found
}

export const VALID = caseNamed('a proof for a token')

export function requestOf({ request = {} }: ProofVector): ProvenRequest {
  const { method = REQUEST.method, url = REQUEST.url, token = REQUEST.token } = request
  return { method, url, token: token ?? undefined }
}

export const verify = proofVerifier()

/** What the vector's proof is found to be: its fault, or the proof. */
export async function outcomeOf(one: ProofVector, by = verify): Promise<string | Proof> {
  const result = await by(one.proof, requestOf(one), (one.now ?? NOW) as UnixSeconds)
  return result.ok ? result.value : result.error
}
