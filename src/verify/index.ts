/** The origin's side, built as dist/verify.js. */
export {
  ASSERTION_MAX_LIFETIME_SECONDS,
  ASSERTION_TYPE,
  type AssertionClaims,
  type AssertionExpectation,
  type AssertionFault,
  assertionVerifier,
  pathHash,
} from './assertion.ts'
