import { parseArgs } from 'node:util'
import { documentSha256 } from '../../src/config/live-document.ts'
import { UsageError } from '../usage-error.ts'
import { tellActivated, untilInForce } from './activation.ts'
import { checkedDocument } from './checked-document.ts'
import { type Command, say } from './command.ts'
import { compare, comparisonText } from './comparison.ts'
import { currentTime } from './dates.ts'
import { documentText } from './document-text.ts'
import { DOOR_OPTIONS, type Door, openDoor } from './door.ts'
import { livePolicy } from './live-policy.ts'
import { inForceName, SIGNING_OPTIONS, type SigningOptions, signaturesOf, whyOption } from './signing.ts'

/** `policy -- publish FILE`: checks, shows what changes, sends, and waits until it is in force. */
export const publishCommand: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...DOOR_OPTIONS,
      ...SIGNING_OPTIONS,
      env: { type: 'string' },
      why: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const [path, ...others] = positionals
  if (path === undefined || others.length > 0) throw new UsageError('expected one policy file')
  const isTrial = values['dry-run']
  const why = isTrial && values.why === undefined ? 'dry run' : whyOption(values.why)
  const door = openDoor(values)
  const checked = await checkedDocument(path, values.env)
  if (checked === undefined) return 1
  const text = documentText(checked.document)
  const live = await livePolicy(door)
  const comparison = compare(live.loaded, checked.loaded, currentTime())
  say(`What changes against what is in force (${live.source}, revision ${live.revision ?? 'unknown'}):`, '')
  say(comparisonText(comparison), '')
  if (live.source === 'live' && live.sha256 === (await documentSha256(text))) {
    say('It is in force already.')
    return 0
  }
  const loosens = comparison.loosened.length > 0
  return publish(door, { text, why, isTrial, replaces: live.revision, loosens, signing: values })
}

export interface Publication {
  readonly text: string
  readonly why: string
  readonly isTrial: boolean
  /** The revision that it is meant to replace: where another is in force by now, nothing is done. */
  readonly replaces: string | undefined
  /** Whether it loosens a rule resting on a law, so that what is signed here has to name what it replaces. */
  readonly loosens: boolean
  readonly signing: SigningOptions
}

export async function publish(
  door: Door,
  { text, why, isTrial, replaces, loosens, signing }: Publication,
): Promise<number> {
  const sha256 = await documentSha256(text)
  const replaced = loosens && signing.sign.length > 0 ? await inForceName(door) : undefined
  const order = {
    document: text,
    why,
    ...(replaces === undefined ? {} : { expected: replaces }),
    ...(await signaturesOf(sha256, signing, replaced)),
    ...(isTrial ? { dry_run: true } : {}),
  }
  const answer = await door.change('PUT', '/policy', order)
  tellActivated(answer)
  if (isTrial) {
    say(`${door.gate} would take it. Nothing was changed.`)
    return 0
  }
  const revision = await untilInForce(door, sha256)
  say(`In force at ${door.gate}, everywhere within a minute. Back: npm run policy -- rollback --why …`)
  console.log(`revision ${revision}\nsha256 ${sha256}`)
  return 0
}
