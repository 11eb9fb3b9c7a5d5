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
  /** How often the worker is there, each time on a port of its own, with the objects of the first; 1 when left out. */
  readonly isolates?: number
}

/** What a subject says of its worker; the rest is the same for all. */
export type WorkerParts = Pick<WorkerConfig, 'modules'> &
  Partial<Pick<WorkerConfig, 'variables' | 'durableObjects' | 'kv' | 'isolates' | 'outbound'>>

const FIRST = 'main'

/** The name of a worker as a service, which is also what the inspector calls its isolate. */
export function serviceName(isolate: number): string {
  return isolate === 0 ? FIRST : `${FIRST}-${isolate}`
}

/** The name of its HTTP socket. */
export function socketName(isolate: number): string {
  return isolate === 0 ? 'http' : `http-${isolate}`
}

/** A worker behind an HTTP socket, or several of the same, each on a port that the system chooses. */
export function capnpConfig(worker: WorkerConfig): string {
  const { outbound, kv, cfHeader, storage, isolates = 1 } = worker
  const each = Array.from({ length: isolates }, (_, isolate) => isolate)
  const external = (name: string, address: string) =>
    `(name = ${text(name)}, external = (address = ${text(address)}, http = ()))`
  const services = [
    ...each.map(
      (isolate) => `(name = ${text(serviceName(isolate))}, worker = ${workerText(worker, isolate === 0)})`,
    ),
    `(name = "objects", disk = (path = ${text(storage)}, writable = true))`,
    ...(outbound === undefined ? [] : [external('outbound', outbound)]),
    ...Object.entries(kv).map(([name, address]) => external(`kv:${name}`, address)),
  ]
  // As at the edge: the client's protocol is the URL's.
  const http = `(cfBlobHeader = ${text(cfHeader)}, forwardedProtoHeader = "X-Forwarded-Proto")`
  const sockets = each.map(
    (isolate) =>
      `(name = ${text(socketName(isolate))}, address = "127.0.0.1:0", http = ${http}, service = ${text(serviceName(isolate))})`,
  )
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = ${list(services)},
  sockets = ${list(sockets)},
);
`
}

function workerText(
  { modules, variables, durableObjects, kv, compatibilityDate, outbound }: WorkerConfig,
  hasObjects: boolean,
): string {
  const classOf = (className: string) =>
    hasObjects ? text(className) : `(className = ${text(className)}, serviceName = ${text(FIRST)})`
  const bindings = [
    ...Object.entries(variables).map(([name, value]) => `(name = ${text(name)}, ${variable(value)})`),
    ...Object.entries(durableObjects).map(
      ([name, className]) => `(name = ${text(name)}, durableObjectNamespace = ${classOf(className)})`,
    ),
    ...Object.keys(kv).map((name) => `(name = ${text(name)}, kvNamespace = ${text(`kv:${name}`)})`),
  ]
  const namespaces = Object.values(hasObjects ? durableObjects : {}).map(
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
