import { parseArgs } from 'node:util'
import { documentSha256 } from '../../src/config/live-document.ts'
import { isReplacedName, signPolicy } from '../../src/config/policy-signature.ts'
import { generateSigningKey, SIGNING_ALGORITHMS } from '../signing-keys.ts'
import { UsageError } from '../usage-error.ts'
import { checkedDocument } from './checked-document.ts'
import { type Command, say } from './command.ts'
import { documentText } from './document-text.ts'
import { DOOR_OPTIONS, type DoorOptions, openDoor } from './door.ts'
import { readSignerKey } from './signer-key.ts'
import { inForceName } from './signing.ts'

/** `policy -- sign FILE --key KEYFILE`: a signature of exactly what `publish FILE` would send. */
export const signCommand: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...DOOR_OPTIONS,
      key: { type: 'string' },
      env: { type: 'string' },
      replaces: { type: 'string' },
    },
  })
  const [path, ...others] = positionals
  if (path === undefined || others.length > 0) throw new UsageError('expected one policy file')
  if (values.key === undefined)
    throw new UsageError('--key: expected the file of a private key, see signer-key')
  const key = readSignerKey(values.key)
  const replaces = values.replaces === undefined ? undefined : await replacesOption(values.replaces, values)
  const checked = await checkedDocument(path, values.env)
  if (checked === undefined) return 1
  const sha256 = await documentSha256(documentText(checked.document))
  say(`sha256 ${sha256}, revision ${checked.revision}`)
  if (replaces !== undefined) say(`replaces ${replaces}: good for loosening that, and nothing else`)
  console.log(await signPolicy(sha256, key, replaces))
  return 0
}

async function replacesOption(text: string, options: DoorOptions): Promise<string> {
  if (text === 'live') return inForceName(openDoor(options))
  if (isReplacedName(text)) return text
  throw new UsageError('--replaces: expected "live", the SHA-256 of a document, or deployed:REVISION')
}

/** `policy -- signer-key`: the private half on stdout, the public one for POLICY_SIGNERS on stderr. */
export const signerKeyCommand: Command = async (args) => {
  const { values } = parseArgs({
    args,
    options: { alg: { type: 'string', default: 'ES256' }, name: { type: 'string' } },
  })
  const alg = SIGNING_ALGORITHMS.find((known) => known === values.alg)
  if (alg === undefined) throw new UsageError(`--alg: expected ${SIGNING_ALGORITHMS.join(' or ')}`)
  const { name } = values
  if (name === undefined || !/^[\x21-\x7e]{1,64}$/.test(name))
    throw new UsageError('--name: expected whose key it is, up to 64 characters without spaces')
  const { kty, crv, x, y, d } = await generateSigningKey(alg)
  const jwk = { kty, crv, x, ...(y === undefined ? {} : { y }) }
  say(
    'Private: keep what is on stdout where nobody else can read it; whoever has it signs in your name.',
    'Public: one more entry of POLICY_SIGNERS in wrangler.toml, which then lets only signed documents in:',
    '',
    `  ${JSON.stringify({ name, jwk })}`,
  )
  console.log(JSON.stringify({ ...jwk, d }))
  return 0
}
