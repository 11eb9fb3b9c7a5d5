import { parseArgs } from 'node:util'
import type { ConfigIssue } from '../../src/config/issue.ts'
import { loadPolicy } from '../../src/config/policy-document.ts'
import { SECONDS_PER_DAY, type UnixSeconds } from '../../src/lib/time.ts'
import { UsageError } from '../usage-error.ts'
import { type Command, say } from './command.ts'
import { compare, comparisonText } from './comparison.ts'
import { sentence } from './complaint.ts'
import { currentTime, dateText } from './dates.ts'
import { documentText } from './document-text.ts'
import { DOOR_OPTIONS, openDoor } from './door.ts'
import { livePolicy } from './live-policy.ts'
import type { PolicyDocument } from './open-policy.ts'
import { withLikelyCode } from './place-codes.ts'
import { publish } from './publish-command.ts'
import { SIGNING_OPTIONS, whyOption } from './signing.ts'

const MAX_DAYS = 366

/** `policy -- override NETWORK`: a false positive mended until it ends by itself. */
export const overrideCommand: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...DOOR_OPTIONS,
      ...SIGNING_OPTIONS,
      class: { type: 'string' },
      place: { type: 'string' },
      days: { type: 'string' },
      reason: { type: 'string' },
      'overrides-basis': { type: 'string', multiple: true, default: [] as string[] },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const [network, ...others] = positionals
  if (network === undefined || others.length > 0)
    throw new UsageError('expected one prefix (203.0.113.0/24) or ASN (AS64500)')
  if (values.class === undefined && values.place === undefined)
    throw new UsageError('expected --class, --place or both')
  const reason = whyOption(values.reason, '--reason')
  const now = currentTime()
  const expires = dateText((now + daysOption(values.days) * SECONDS_PER_DAY) as UnixSeconds)
  const door = openDoor(values)
  const [{ name: owner }, live] = await Promise.all([door.read(''), livePolicy(door)])
  const entry = {
    network,
    ...(values.class === undefined ? {} : { class: values.class }),
    ...(values.place === undefined ? {} : { place: values.place }),
    owner: String(owner),
    reason,
    expires,
  }
  const document = withOverride(live.document, entry, values['overrides-basis'])
  const loaded = loadPolicy(document)
  if (!loaded.ok) throw new UsageError(loaded.error.map(issueText).join('\n  '))
  const comparison = compare(live.loaded, loaded.value, now)
  say(comparisonText(comparison), '')
  if (live.source === 'deployed')
    say(
      'The deployed policy is in force. This makes it a live document with this one entry more: changes that are then',
      'deployed count again after npm run policy -- rollback --to deployed --why …',
      '',
    )
  return publish(door, {
    text: documentText(document),
    why: `override ${network}: ${reason}`.slice(0, 500),
    isTrial: values['dry-run'],
    replaces: live.revision,
    loosens: comparison.loosened.length > 0,
    signing: values,
  })
}

function issueText(issue: ConfigIssue): string {
  const { key, expected, received } = withLikelyCode(issue)
  return `${key}: ${sentence(expected, received)}`
}

interface Override {
  readonly network: string
}

/**
 * One entry more; one that is there for the same network makes way.
 *
 * @param loosens rules resting on a law that this one change loosens; what was said of an earlier change holds no longer
 */
export function withOverride(
  document: PolicyDocument,
  entry: Override,
  loosens: readonly string[] = [],
): PolicyDocument {
  const { NETWORK_OVERRIDES: present, POLICY } = document
  const kept = (Array.isArray(present) ? present : []).filter(
    (other: unknown) => !isTable(other) || other.network !== entry.network,
  )
  return {
    ...document,
    ...(isTable(POLICY) ? { POLICY: withoutBasis(POLICY, loosens) } : {}),
    NETWORK_OVERRIDES: [...kept, entry],
  }
}

function withoutBasis(
  { overrides_basis: _, ...policy }: PolicyDocument,
  loosens: readonly string[],
): PolicyDocument {
  return loosens.length === 0 ? policy : { ...policy, overrides_basis: loosens }
}

function isTable(value: unknown): value is PolicyDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function daysOption(text: string | undefined): number {
  const days = text !== undefined && /^\d{1,3}(?:\.\d{1,2})?$/.test(text) ? Number(text) : 0
  if (days <= 0 || days > MAX_DAYS) throw new UsageError(`--days: expected a number up to ${MAX_DAYS}`)
  return days
}
