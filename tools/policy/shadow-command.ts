import { parseArgs } from 'node:util'
import { documentSha256 } from '../../src/config/live-document.ts'
import { UsageError } from '../usage-error.ts'
import { tellActivated } from './activation.ts'
import { checkedDocument } from './checked-document.ts'
import { type Command, say } from './command.ts'
import { documentText } from './document-text.ts'
import { DOOR_OPTIONS, openDoor } from './door.ts'
import { SIGNING_OPTIONS, signaturesOf, whyOption } from './signing.ts'

/** `policy -- shadow`: a policy beside the one in force, which changes no answer. */
export const shadowCommand: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...DOOR_OPTIONS,
      ...SIGNING_OPTIONS,
      env: { type: 'string' },
      why: { type: 'string' },
      off: { type: 'boolean', default: false },
    },
  })
  const [path, ...others] = positionals
  if ((path === undefined) !== values.off || others.length > 0)
    throw new UsageError('expected one policy file, or --off')
  const why = whyOption(values.why)
  const door = openDoor(values)
  if (path === undefined) {
    await door.change('PUT', '/policy/candidate', { document: null, why })
    say(`${door.gate} tries no policy any more.`)
    return 0
  }
  const checked = await checkedDocument(path, values.env)
  if (checked === undefined) return 1
  const text = documentText(checked.document)
  const sha256 = await documentSha256(text)
  const answer = await door.change('PUT', '/policy/candidate', {
    document: text,
    why,
    ...(await signaturesOf(sha256, values)),
  })
  tellActivated(answer)
  say(`Tried beside the policy in force at ${door.gate}; no answer changes. The records say what would.`)
  console.log(`revision ${checked.revision}\nsha256 ${sha256}`)
  return 0
}
