import { parseArgs } from 'node:util'
import { documentSha256 } from '../../src/config/live-document.ts'
import { servePolicy } from '../../src/served-policy.ts'
import { UsageError } from '../usage-error.ts'
import { tellActivated, untilInForce } from './activation.ts'
import { type Command, say } from './command.ts'
import { documentText } from './document-text.ts'
import { DOOR_OPTIONS, type Door, openDoor } from './door.ts'
import { readHistory } from './history-command.ts'
import { soundPolicy } from './open-policy.ts'
import { inForceName, SIGNING_OPTIONS, signaturesOf, whyOption } from './signing.ts'

/** `policy -- rollback`: back to what was in force before, or to another that was. */
export const rollbackCommand: Command = async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      ...DOOR_OPTIONS,
      ...SIGNING_OPTIONS,
      to: { type: 'string' },
      why: { type: 'string' },
      'overrides-basis': { type: 'string', multiple: true, default: [] as string[] },
    },
  })
  const why = whyOption(values.why)
  const door = openDoor(values)
  const to = await targetOf(door, values.to)
  const wantsSignature = values.sign.length > 0
  const signed = wantsSignature ? await signedText(door, to) : ''
  // Whether it loosens or not: whoever signs on the way back means this way back.
  const replaced = wantsSignature ? await inForceName(door) : undefined
  const named = values['overrides-basis']
  const answer = await door.change('POST', '/policy/rollback', {
    why,
    ...(to === undefined ? {} : { to }),
    ...(named.length === 0 ? {} : { overrides_basis: named }),
    ...(await signaturesOf(signed, values, replaced)),
  })
  tellActivated(answer)
  const sha256 = typeof answer.sha256 === 'string' ? answer.sha256 : null
  const revision = await untilInForce(door, sha256)
  say(
    `In force at ${door.gate}: ${sha256 === null ? 'the deployed policy' : sha256.slice(0, 16)}, everywhere within a minute.`,
  )
  console.log(`revision ${revision}\nsha256 ${sha256 ?? 'deployed'}`)
  return 0
}

/** A document by the beginning of its name; null: the deployed policy; undefined: whatever was in force before. */
async function targetOf(door: Door, to: string | undefined): Promise<string | null | undefined> {
  if (to === undefined) return undefined
  if (to === 'deployed') return null
  if (!/^[0-9a-f]{6,64}$/.test(to))
    throw new UsageError(
      '--to: expected "deployed", or the SHA-256 of a document (its first 6 digits or more), see history',
    )
  const { documents } = await readHistory(door)
  const fitting = documents.filter(({ sha256 }) => sha256.startsWith(to))
  const [only] = fitting
  if (only !== undefined && fitting.length === 1) return only.sha256
  throw new UsageError(
    only === undefined
      ? `--to: no document begins with ${to}, see history`
      : `--to: ${fitting.length} documents begin with ${to}`,
  )
}

/** The name of what is signed: of the deployed policy the gate says none, so this checkout's has to be the same. */
async function signedText(door: Door, to: string | null | undefined): Promise<string> {
  if (typeof to === 'string') return to
  const { before } = await readHistory(door)
  if (to === undefined && before !== null) return before
  const { deployed } = await door.read('/policy')
  const local = soundPolicy()
  const { revision } = await servePolicy(local.loaded)
  if (revision !== deployed)
    throw new UsageError(
      `--sign: the deployed policy has revision ${deployed}, this checkout's wrangler.toml ${revision}`,
    )
  return documentSha256(documentText(local.document))
}
