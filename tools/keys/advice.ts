import type { UnixSeconds } from '../../src/lib/time.ts'
import { JWKS_MAX_AGE_SECONDS } from '../../src/session/key-states.ts'
import type { Rotation, Start } from './rotate.ts'
import { instantText, stateTable, timedKeys } from './state-table.ts'

const PUT = 'npm run --silent wrangler -- secret put SIGNING_KEYS'

/** What a rotation has done, and what its operator does next. For stderr: nothing secret is in it. */
export function rotationAdvice(
  { keys, dropped }: Rotation,
  start: Start,
  { now, keepSeconds }: { readonly now: UnixSeconds; readonly keepSeconds: number },
): string {
  return [
    stateTable(timedKeys(keys, keepSeconds), now),
    ...dropped.map(({ kid }) => `dropped: ${kid}`),
    '',
    ...(start === 'now' ? emergencySteps(keys.length) : plannedSteps(start.at)),
  ].join('\n')
}

function plannedSteps(at: UnixSeconds): string[] {
  const deadline = (at - JWKS_MAX_AGE_SECONDS) as UnixSeconds
  return [
    `1. Keep this set in your secrets manager, then put it (${PUT}).`,
    `   It has to be in force everywhere by ${instantText(deadline)}, so that every origin has read the new key by`,
    `   ${instantText(at)}. Too late for that? Rotate the old set again.`,
    '2. Nothing. At that second the new key signs everywhere, and the old one only verifies from then on.',
  ]
}

function emergencySteps(count: number): string[] {
  return [
    `1. Keep this set in your secrets manager, then put it now (${PUT}).`,
    `   It costs: for up to ${JWKS_MAX_AGE_SECONDS / 60} minutes, until they read the published keys again, origins refuse what the new key`,
    '   signs, and so do data centres that the secret has not reached yet.',
    ...(count === 1
      ? ['2. Nothing: no other key is left, and every session that was signed before has ended.']
      : [
          '2. The keys before it still verify. Has one leaked? Revoke its kid, or do this again with --keep 0: that drops',
          '   them, and ends every session they signed.',
        ]),
  ]
}
