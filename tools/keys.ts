/** `npm run keys -- …`: makes and inspects the secrets `SIGNING_KEYS` and `CREDENTIAL_SECRET`. */
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { generateCredentialSecret, generateSigningKey, SIGNING_ALGORITHMS } from './signing-keys.ts'

const HELP = `Usage: npm run keys -- <command>

  generate [--alg ES256|EdDSA] [--count N]   print a private JWKS for SIGNING_KEYS (default: one ES256 key)
  list                                       read a private JWKS on stdin, print kid, alg and kind of each key
  secret                                     print a value for CREDENTIAL_SECRET (32 random bytes, base64url)

The first key of the set signs, all verify. To rotate:

  1. put the new key second and deploy;
  2. wait five minutes, which is how long origins may hold the published keys;
  3. put the new key first and deploy;
  4. drop the old one after SESSION_TTL_SECONDS, when the last token that it signed has expired.

Only the result goes to stdout, so that it can be piped without being seen:

  npm run --silent keys -- generate | npm run --silent wrangler -- secret put SIGNING_KEYS
  npm run --silent keys -- secret | npm run --silent wrangler -- secret put CREDENTIAL_SECRET
`

const MAX_KEYS = 16

/** Wrong input by the person at the keyboard: said without a stack. */
class UsageError extends Error {}

type Command = (args: string[]) => Promise<string>

const COMMANDS: Readonly<Record<string, Command>> = {
  async generate(args) {
    const { alg, count } = readOptions(args)
    const keys = await Promise.all(Array.from({ length: count }, () => generateSigningKey(alg)))
    hint(
      'Private keys: pipe them to "npm run --silent wrangler -- secret put SIGNING_KEYS", do not keep them in a file.',
    )
    return JSON.stringify({ keys })
  },

  async list(args) {
    readNoOptions(args)
    if (process.stdin.isTTY) hint('Reading a private JWKS from stdin …')
    const lines = await Promise.all(readJwks(await text(process.stdin)).map(describe))
    return lines.join('\n')
  },

  async secret(args) {
    readNoOptions(args)
    hint(
      'Pipe it to "npm run --silent wrangler -- secret put CREDENTIAL_SECRET". A new one renames every API key.',
    )
    return generateCredentialSecret()
  },
}

function readOptions(args: string[]) {
  const { values } = parseArgs({ args, options: { alg: { type: 'string' }, count: { type: 'string' } } })
  const alg = SIGNING_ALGORITHMS.find((known) => known === (values.alg ?? 'ES256'))
  if (alg === undefined)
    throw new UsageError(`--alg: expected ${SIGNING_ALGORITHMS.join(' or ')}, not "${values.alg}"`)
  const count = Number(values.count ?? '1')
  if (!Number.isInteger(count) || count < 1 || count > MAX_KEYS) {
    throw new UsageError(`--count: expected a number from 1 to ${MAX_KEYS}, not "${values.count}"`)
  }
  return { alg, count }
}

function readNoOptions(args: string[]): void {
  parseArgs({ args, options: {} })
}

function readJwks(json: string): JWK[] {
  let set: unknown
  try {
    set = JSON.parse(json)
  } catch {
    // Not the parser's own message, which quotes its input: that may be a private key.
    throw new UsageError('stdin: expected a JWKS as JSON, {"keys":[…]}, and this is not JSON')
  }
  const keys = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined
  if (!Array.isArray(keys) || keys.length === 0)
    throw new UsageError('stdin: expected a JWKS, {"keys":[…]}, with a key')
  return keys as JWK[]
}

async function describe(jwk: JWK, index: number): Promise<string> {
  const thumbprint = await calculateJwkThumbprint(jwk).catch(() => {
    throw new UsageError(`key ${index + 1}: expected a JWK of kind EC or OKP`)
  })
  const notes = [
    typeof jwk.d === 'string' ? 'private' : 'PUBLIC ONLY, cannot sign',
    ...(jwk.kid === thumbprint ? [] : [`kid IS NOT its thumbprint ${thumbprint}`]),
  ]
  return [jwk.kid ?? '(no kid)', jwk.alg ?? '(no alg)', notes.join('; ')].join('\t')
}

function hint(line: string): void {
  console.error(line)
}

function isUsageError(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS')
}

async function main([name, ...args]: string[]): Promise<void> {
  if (name === undefined || [name, ...args].some((arg) => arg === '--help' || arg === '-h')) {
    console.log(HELP)
    process.exitCode = name === undefined ? 1 : 0
    return
  }
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (command === undefined) {
      throw new UsageError(`"${name}": expected ${Object.keys(COMMANDS).join(', ')}, or --help`)
    }
    console.log(await command(args))
  } catch (error) {
    if (!isUsageError(error)) throw error
    console.error(`keys: ${error.message}`)
    process.exitCode = 1
  }
}

await main(process.argv.slice(2))
