/** `npm start`: the product on this machine, with a client from wherever you like. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { NO_LISTS } from '../feed-table-file.ts'
import { defaultClient } from './default-client.ts'
import { LocalEdgeError } from './local-edge-error.ts'
import { localSecrets } from './local-secrets.ts'
import { openInBrowser } from './playground/open-in-browser.ts'
import { PLAYGROUND_PATH } from './playground/path.ts'
import { type LocalEdge, type LocalEdgeOptions, startLocalEdge } from './server.ts'

const DEFAULT_PORT = 8787

const HELP = `Usage: npm start [-- options]

  --port N             listen on 127.0.0.1:N (default: the variable PORT, else ${DEFAULT_PORT})
  --origin URL         stand in front of this origin instead of the built-in echo
  --env NAME           use [env.NAME] of the configuration
  --config FILE        another wrangler.toml
  --table FILE         a prefix table (default: that of npm run feeds)
  --var KEY=VALUE      or KEY:VALUE, as wrangler has it; set a variable to a text (JSON where it is a list or a
                       table); may be repeated
  --open               open the playground in the browser
  --help

With ${PLAYGROUND_PATH} one picks a client and a resource, and sees what is decided, and why.

Requests may say who calls:

  Sim-Client-IP: ADDRESS   place and network of this address, looked up offline
  Sim-Cf: JSON             an object overrides single properties of request.cf (null removes one), null removes
                           request.cf, another value replaces it as malformed input
  Sim-Now: UNIX SECONDS    the request's clock
`

interface StartOptions {
  readonly edge: LocalEdgeOptions
  readonly opensBrowser: boolean
}

function readOptions(args: string[], env: NodeJS.ProcessEnv): StartOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      origin: { type: 'string' },
      env: { type: 'string' },
      config: { type: 'string' },
      table: { type: 'string' },
      var: { type: 'string', multiple: true, default: [] },
      open: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return undefined
  const port =
    values.port === undefined
      ? readPort('PORT', env.PORT || `${DEFAULT_PORT}`)
      : readPort('--port', values.port)
  const edge = {
    port,
    ...(values.origin === undefined ? {} : { originUrl: readOrigin(values.origin) }),
    ...(values.env === undefined ? {} : { environment: values.env }),
    ...(values.config === undefined ? {} : { config: resolve(values.config) }),
    ...(values.table === undefined ? {} : { prefixTable: readTable(values.table) }),
    vars: Object.fromEntries(values.var.map(readVariable)),
  }
  return { edge, opensBrowser: values.open }
}

function readPort(from: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65535)
    throw new LocalEdgeError(`${from}: expected a port from 1 to 65535, not "${text}"`)
  return port
}

function readTable(text: string): string {
  const path = resolve(text)
  if (existsSync(path)) return path
  throw new LocalEdgeError(`--table: there is no file ${path}`)
}

function readOrigin(text: string): string {
  const url = URL.parse(text)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text
  throw new LocalEdgeError(
    `--origin: expected an http or https URL such as http://127.0.0.1:3000, not "${text}"`,
  )
}

function readVariable(text: string): [string, string] {
  const [, key, value] = /^([A-Z][A-Z0-9_]*)[=:](.*)$/s.exec(text) ?? []
  if (key === undefined || value === undefined) {
    throw new LocalEdgeError(`--var: expected KEY=VALUE or KEY:VALUE such as MODE=monitor, not "${text}"`)
  }
  return [key, value]
}

function introduction(url: string, options: LocalEdgeOptions, adminToken: string | undefined): string {
  const sites = [
    ['', 'a home in the US: 200, and a session cookie'],
    ["-H 'Sim-Client-IP: 123.125.71.38' ", 'China: 451 place.restricted'],
    ["-H 'Sim-Client-IP: 3.5.140.2' ", 'a server in a cloud: 403 network.hosting'],
    [
      `-H 'Sim-Client-IP: ${defaultClient.address}' -H 'Sim-Cf: {"country":"T1"}' `,
      'a Tor exit: 403 network.tor',
    ],
  ]
  return [
    '',
    `Pick a client and see it decided: ${url}${PLAYGROUND_PATH}`,
    '',
    `Cordon serves ${url} in front of ${options.originUrl ?? 'an echo, which answers with the request it got'}.`,
    `Requests come from ${defaultClient.address}, ${defaultClient.why}, unless they say otherwise. Try:`,
    '',
    ...sites.flatMap(([flags, outcome]) => [`  # ${outcome}`, `  curl -i ${flags}${url}/`]),
    ...(adminToken === undefined
      ? []
      : [
          '  # the admin door, by a token that holds on this machine only: 200',
          `  curl -i -H 'Authorization: Bearer ${adminToken}' ${url}/.cordon/admin/state`,
        ]),
    '',
    'Ctrl-C stops it. Decision records follow, one a line.',
    '',
  ].join('\n')
}

/** The local token, if the door opens to it: variables may have put others in its place, or leave no door. */
async function tokenThatOpens(url: string, { vars = {} }: LocalEdgeOptions): Promise<string | undefined> {
  // Not even tried then: what follows the introduction begins with the user's own requests.
  if (Object.hasOwn(vars, 'ADMIN_TOKEN_SHA256')) return undefined
  const { adminToken } = await localSecrets()
  const headers = { Authorization: `Bearer ${adminToken}` }
  const { ok, body } = await fetch(`${url}/.cordon/admin/state`, { headers })
  await body?.cancel()
  return ok ? adminToken : undefined
}

interface Health {
  readonly status: string
  readonly details?: readonly string[]
  readonly lists?: readonly unknown[]
}

/** What `health` has to say: the first thing to know of a broken configuration. */
async function shortcomings(url: string): Promise<string[]> {
  const answer = await fetch(`${url}/.cordon/health`)
  const { status, details = [], lists } = (await answer.json()) as Health
  return [
    ...(lists?.length === 0 ? [`${NO_LISTS}\n`] : []),
    ...(status === 'ok'
      ? []
      : [
          `The ${status === 'broken' ? 'configuration' : 'gate'} is ${status}:`,
          ...details.map((detail) => `  ${detail}`),
        ]),
  ]
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** While starting: nothing to wait for, and miniflare ends what it has begun when the process exits. */
function stopAtOnce(): void {
  for (const signal of STOP_SIGNALS) process.on(signal, () => process.exit(0))
}

/** Once serving. Further signals change nothing: it is stopping. */
function stopInOrder(edge: LocalEdge): void {
  let stopping = false
  for (const signal of STOP_SIGNALS) {
    // miniflare's own listener would end the process before the workers are done, and with a failure.
    process.removeAllListeners(signal)
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      void edge.stop().finally(() => process.exit(0))
    })
  }
}

async function main(): Promise<void> {
  stopAtOnce()
  try {
    const options = readOptions(process.argv.slice(2), process.env)
    if (options === undefined) {
      console.log(HELP)
      return
    }
    const edge = await startLocalEdge({
      ...options.edge,
      onLog: (line) => console.log(line),
      progress: (line) => console.error(line),
    })
    stopInOrder(edge)
    console.log(introduction(edge.url, options.edge, await tokenThatOpens(edge.url, options.edge)))
    for (const line of await shortcomings(edge.url)) console.error(line)
    if (options.opensBrowser) openInBrowser(`${edge.url}${PLAYGROUND_PATH}`, (line) => console.error(line))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const known = error instanceof LocalEdgeError || code.startsWith('ERR_PARSE_ARGS')
    console.error(known ? `npm start: ${(error as Error).message}` : error)
    process.exit(1)
  }
}

await main()
