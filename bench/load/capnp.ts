/** Configurations of workerd, in its text form. */

export interface WorkerModule {
  /** As other modules import it. */
  readonly name: string
  readonly kind: 'esModule' | 'data'
  /** Path of a file; in a configuration, from the folder of the configuration on. */
  readonly file: string
}

export interface WorkerConfig {
  /** The first one is the entry. */
  readonly modules: readonly WorkerModule[]
  /** Texts are bound as they are, everything else as JSON. */
  readonly variables: Readonly<Record<string, unknown>>
  /** Binding name → class name. */
  readonly durableObjects: Readonly<Record<string, string>>
  /** An existing folder, absolute: in memory there is no SQL. */
  readonly storage: string
  /** Binding name → `host:port` of what answers for the store. */
  readonly kv: Readonly<Record<string, string>>
  readonly compatibilityDate: string
  /** `host:port` that every `fetch()` reaches, whatever its URL. */
  readonly outbound: string | undefined
  /** The header in which requests bring `request.cf`. */
  readonly cfHeader: string
}

/** What a subject says of its worker; the rest is the same for all. */
export type WorkerParts = Pick<WorkerConfig, 'modules'> &
  Partial<Pick<WorkerConfig, 'variables' | 'durableObjects' | 'kv'>>

/** One worker behind one HTTP socket named `http`, on a port that the system chooses. */
export function capnpConfig(worker: WorkerConfig): string {
  const { outbound, kv, cfHeader, storage } = worker
  const external = (name: string, address: string) =>
    `(name = ${text(name)}, external = (address = ${text(address)}, http = ()))`
  const services = [
    `(name = "main", worker = ${workerText(worker)})`,
    `(name = "objects", disk = (path = ${text(storage)}, writable = true))`,
    ...(outbound === undefined ? [] : [external('outbound', outbound)]),
    ...Object.entries(kv).map(([name, address]) => external(`kv:${name}`, address)),
  ]
  // As at the edge: the client's protocol is the URL's.
  const http = `(cfBlobHeader = ${text(cfHeader)}, forwardedProtoHeader = "X-Forwarded-Proto")`
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = ${list(services)},
  sockets = [(name = "http", address = "127.0.0.1:0", http = ${http}, service = "main")],
);
`
}

function workerText({
  modules,
  variables,
  durableObjects,
  kv,
  compatibilityDate,
  outbound,
}: WorkerConfig): string {
  const bindings = [
    ...Object.entries(variables).map(([name, value]) => `(name = ${text(name)}, ${variable(value)})`),
    ...Object.entries(durableObjects).map(
      ([name, className]) => `(name = ${text(name)}, durableObjectNamespace = ${text(className)})`,
    ),
    ...Object.keys(kv).map((name) => `(name = ${text(name)}, kvNamespace = ${text(`kv:${name}`)})`),
  ]
  const namespaces = Object.values(durableObjects).map(
    (name) => `(className = ${text(name)}, uniqueKey = ${text(name)}, enableSql = true)`,
  )
  return `(
    modules = ${list(modules.map(({ name, kind, file }) => `(name = ${text(name)}, ${kind} = embed ${text(file)})`))},
    compatibilityDate = ${text(compatibilityDate)},
    bindings = ${list(bindings)},
    ${namespaces.length === 0 ? '' : `durableObjectNamespaces = ${list(namespaces)}, durableObjectStorage = (localDisk = "objects"),`}
    ${outbound === undefined ? '' : 'globalOutbound = "outbound",'}
  )`
}

function variable(value: unknown): string {
  return typeof value === 'string' ? `text = ${text(value)}` : `json = ${text(JSON.stringify(value))}`
}

function list(items: readonly string[]): string {
  return `[\n    ${items.join(',\n    ')}\n  ]`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** A text literal. Octets beyond ASCII are written by number: capnp takes them for what they are, not for characters. */
export function text(value: string): string {
  let literal = ''
  for (const octet of Buffer.from(value, 'utf8')) {
    const character = String.fromCharCode(octet)
    const isPlain = octet >= 0x20 && octet < 0x7f
    literal += ESCAPES[character] ?? (isPlain ? character : `\\x${octet.toString(16).padStart(2, '0')}`)
  }
  return `"${literal}"`
}
