/** `npm run keys -- …`: makes, rotates and inspects the secrets of the gate. */
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import type { UnixSeconds } from '../src/lib/time.ts'
import { adminToken, nameOption, readAdminEntries, roleOption, withEntry } from './keys/admin-token.ts'
import { rotationAdvice } from './keys/advice.ts'
import { HELP } from './keys/help.ts'
import { algorithmOption, instantOption, keepOption, nowOption, secondsOption } from './keys/options.ts'
import { LEAD_SECONDS, rotate, type Start } from './keys/rotate.ts'
import { readSigningSet } from './keys/signing-set.ts'
import { stateTable, timedKeys } from './keys/state-table.ts'
import { generateCredentialSecret, generateSigningKey } from './signing-keys.ts'
import { UsageError, usageMessage } from './usage-error.ts'

/** Gives what goes to stdout; everything for the eye goes to stderr. */
type Command = (args: string[]) => Promise<string>

const STRING = { type: 'string' } as const

const COMMANDS: Readonly<Record<string, Command>> = {
  async generate(args) {
    const { values } = parseArgs({ args, options: { alg: STRING } })
    const key = await generateSigningKey(algorithmOption(values.alg))
    say(
      'Private: keep it in your secrets manager, which "keys rotate" will need, and pipe it to',
      '"npm run --silent wrangler -- secret put SIGNING_KEYS". Cloudflare does not give it back.',
    )
    return JSON.stringify({ keys: [key] })
  },

  async rotate(args) {
    const { values } = parseArgs({
      args,
      options: {
        alg: STRING,
        in: STRING,
        at: STRING,
        keep: STRING,
        now: STRING,
        emergency: { type: 'boolean', default: false },
      },
    })
    const terms = { now: nowOption(values.now), keepSeconds: keepOption(values.keep) }
    const start = startOption(values, terms.now)
    const fresh = await generateSigningKey(algorithmOption(values.alg))
    const { keys } = await readSigningSet(await stdin())
    const rotation = rotate(keys, fresh, start, terms)
    say(rotationAdvice(rotation, start, terms))
    return JSON.stringify({ keys: rotation.keys })
  },

  async list(args) {
    const { values } = parseArgs({ args, options: { keep: STRING, now: STRING } })
    const [keepSeconds, now] = [keepOption(values.keep), nowOption(values.now)]
    const { keys } = await readSigningSet(await stdin())
    return stateTable(timedKeys(keys, keepSeconds), now)
  },

  async secret(args) {
    parseArgs({ args, options: {} })
    say(
      'Pipe it to "npm run --silent wrangler -- secret put CREDENTIAL_SECRET". It gives every API key another id: put',
      'the old one into CREDENTIAL_SECRET_PREVIOUS first, so that known keys stay known.',
    )
    return generateCredentialSecret()
  },

  async 'admin-token'(args) {
    const { values } = parseArgs({ args, options: { role: STRING, name: STRING } })
    const [role, name] = [roleOption(values.role), nameOption(values.name)]
    const present = readAdminEntries(process.stdin.isTTY ? '' : await text(process.stdin))
    const { token, entry } = adminToken(name, role, crypto.getRandomValues(new Uint8Array(32)))
    const list = withEntry(present, entry)
    say(
      `The token of ${name} (${role}), said this once and stored nowhere:`,
      '',
      `  ${token}`,
      '',
      'The list on stdout holds its hash only: pipe it to "npm run --silent wrangler -- secret put ADMIN_TOKEN_SHA256",',
      'and keep it, since Cloudflare does not give it back and the next token is added to it.',
    )
    return list
  },
}

function startOption(
  values: { readonly in?: string; readonly at?: string; readonly emergency: boolean },
  now: UnixSeconds,
): Start {
  const given = [values.in, values.at].filter((text) => text !== undefined).length
  if (given + (values.emergency ? 1 : 0) > 1)
    throw new UsageError('expected one of --in, --at and --emergency')
  if (values.emergency) return 'now'
  if (values.at !== undefined) return { at: instantOption('--at', values.at) }
  const leadSeconds = values.in === undefined ? LEAD_SECONDS : secondsOption('--in', values.in)
  return { at: (now + leadSeconds) as UnixSeconds }
}

async function stdin(): Promise<string> {
  if (process.stdin.isTTY) say('Reading the private JWKS from stdin …')
  return text(process.stdin)
}

function say(...lines: string[]): void {
  console.error(lines.join('\n'))
}

async function main([name, ...args]: string[]): Promise<void> {
  if (name === undefined || [name, ...args].some((arg) => arg === '--help' || arg === '-h')) {
    console.log(HELP)
    process.exitCode = name === undefined ? 1 : 0
    return
  }
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (command === undefined) throw new UsageError(`expected ${Object.keys(COMMANDS).join(', ')}, or --help`)
    console.log(await command(args))
  } catch (error) {
    const message = usageMessage(error)
    if (message === undefined) throw error
    console.error(`keys: ${message}`)
    process.exitCode = 1
  }
}

await main(process.argv.slice(2))
