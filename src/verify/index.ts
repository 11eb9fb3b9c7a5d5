/** The origin's side, built as dist/verify.js. */
export { type AssertionClaims, pathHash } from './assertion.ts'
export { type CordonRequest, cordonConnect, type NodeResponse } from './connect.ts'
export { guard } from './guard.ts'
export { type CordonVariables, cordonOrigin, type HonoContext } from './hono.ts'
export type { JsonWebKeySet, RemoteKeysOptions } from './published-keys.ts'
export { type OriginOptions, type Refusal, refusal } from './refusal.ts'
export { type RemoteKeys, remoteKeys } from './remote-keys.ts'
export type { AnyRequest, BareRequest, NodeRequest, WebRequest } from './request.ts'
export { requireTier, type Tier } from './require-tier.ts'
export {
  type AssertionFault,
  type Verification,
  type VerifierOptions,
  type VerifyOptions,
  verifyAssertion,
} from './verify.ts'
