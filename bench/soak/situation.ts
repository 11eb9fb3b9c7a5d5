/** What an answer may depend on: everything that is changed under load, and nothing else. */

/** The policy of the deployment, or the one that is published over it. */
export type PolicyName = 'deployed' | 'live'
export const POLICIES: readonly PolicyName[] = ['deployed', 'live']

/** The prefix table that the configuration names, or the one that `Control` names in its stead. */
export type TableName = 'configured' | 'named'
export const TABLES: readonly TableName[] = ['configured', 'named']

/** What a presented token is worth: good, good and issued under the other policy, ended. */
export type Standing = 'none' | 'current' | 'outdated' | 'revoked'
export const STANDINGS: readonly Standing[] = ['current', 'outdated', 'revoked']

export interface Situation {
  readonly policy: PolicyName
  readonly table: TableName
  readonly standing: Standing
}

export function situationName({ policy, table, standing }: Situation): string {
  return `${policy} policy, ${table} table, token ${standing}`
}

/** Revocations as `Control` has them: they are heard together and in order, so that one value follows the other. */
export interface Revoked {
  readonly epoch: number
  /** `sid`, `sub` and `kid` of what was revoked by name. */
  readonly names: ReadonlySet<string>
}

/** Of a token that the gate has issued, read from the token itself. */
export interface TokenFacts {
  readonly token: string
  readonly sid: string
  readonly sub: string
  readonly kid: string
  readonly epoch: number
  /** Undefined: of neither of the two. */
  readonly policy: PolicyName | undefined
}

export function standingOf(token: TokenFacts | undefined, policy: PolicyName, revoked: Revoked): Standing {
  if (token === undefined) return 'none'
  const isRevoked =
    token.epoch < revoked.epoch || [token.sid, token.sub, token.kid].some((name) => revoked.names.has(name))
  if (isRevoked) return 'revoked'
  return token.policy === policy ? 'current' : 'outdated'
}
