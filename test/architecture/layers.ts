import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'

/** One row of the layer table of the README (DESIGN §2), from the bottom up. */
interface Layer {
  readonly members: readonly string[]
  /** Packages that may be imported from here on upwards. */
  readonly packages?: readonly string[]
  /** Imports within the row: [from, to]. Everything else within a row is forbidden. */
  readonly within?: readonly (readonly [string, string])[]
}

/** A member is a folder of `src`, or a file without its ending. The longest that fits counts. */
export const LAYERS: readonly Layer[] = [
  {
    members: ['lib', 'net', 'observations/types'],
    within: [
      ['net', 'lib'],
      ['observations/types', 'lib'],
      ['observations/types', 'net'],
    ],
  },
  {
    members: [
      'texts',
      'request',
      'signals',
      'policy',
      'enforcement/apply-mode',
      'enforcement/public-message',
    ],
    within: [
      ['policy', 'signals'],
      ['policy', 'request'],
      ['enforcement/apply-mode', 'policy'],
      ['enforcement/public-message', 'policy'],
      ['enforcement/public-message', 'texts'],
    ],
  },
  {
    members: ['config', 'session', 'verify', 'telemetry'],
    packages: ['valibot', 'jose'],
    within: [['session', 'verify']],
  },
  {
    members: ['tables', 'state', 'admin'],
    packages: ['cloudflare:workers'],
    within: [['admin', 'state']],
  },
  {
    members: ['observations/gather', 'enforcement', 'served-policy', 'gate', 'deps'],
    within: [
      ['gate', 'observations/gather'],
      ['gate', 'enforcement'],
      ['gate', 'served-policy'],
      ['served-policy', 'observations/gather'],
      ['deps', 'gate'],
      ['deps', 'enforcement'],
    ],
  },
  {
    members: ['middleware', 'routes', 'pages', 'app'],
    packages: ['hono'],
    within: [
      ['app', 'middleware'],
      ['app', 'routes'],
      ['routes', 'middleware'],
      ['routes', 'pages'],
      ['middleware', 'pages'],
    ],
  },
  {
    members: ['index', 'cordon', 'entrypoints'],
    within: [['index', 'entrypoints']],
  },
]

/** Globals that are I/O, time or chance: not for the pure rows. */
const IMPURE =
  /\b(?:Date\.now|new Date\(\)|Math\.random|performance\.now|setTimeout|getRandomValues|randomUUID)\b|\bfetch\(/
const PURE_LAYERS = 2

export interface SourceFile {
  /** Relative to `src`, with `/`. */
  readonly path: string
  readonly text: string
}

export function readSource(directory: string): SourceFile[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: relative(directory, path).split(sep).join('/'),
      text: readFileSync(path, 'utf8'),
    }))
}

/** Everything in these files that the layer table forbids, as one line each. */
export function violations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const from = place(file.path)
    if (from === undefined) return [`${file.path} is in no layer`]
    const found = importsOf(withoutComments(file.text)).flatMap((target) =>
      forbidden(file.path, from, target),
    )
    if (from.layer < PURE_LAYERS && IMPURE.test(withoutComments(file.text)))
      found.push(`${file.path} is not pure`)
    return found
  })
}

interface Place {
  readonly layer: number
  readonly member: string
}

function place(path: string): Place | undefined {
  const name = path.replace(/\.tsx?$/, '')
  let best: Place | undefined
  LAYERS.forEach(({ members }, layer) => {
    for (const member of members) {
      const fits = name === member || name.startsWith(`${member}/`)
      if (fits && member.length > (best?.member.length ?? -1)) best = { layer, member }
    }
  })
  return best
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^'\n]+)'/g)].map(([, target = '']) => target)
}

export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '')
}

function forbidden(path: string, from: Place, target: string): string[] {
  if (!target.startsWith('.'))
    return packageAllowed(from.layer, target) ? [] : [`${path} may not import ${target}`]
  const resolved = posix.normalize(posix.join(posix.dirname(path), target))
  const to = place(resolved)
  if (to === undefined) return [`${path} imports ${target}, which is in no layer`]
  if (to.layer < from.layer || to.member === from.member) return []
  const allowed = LAYERS[from.layer]?.within?.some(([a, b]) => a === from.member && b === to.member) ?? false
  return to.layer === from.layer && allowed
    ? []
    : [`${path} (${from.member}) may not import ${resolved} (${to.member})`]
}

function packageAllowed(layer: number, name: string): boolean {
  return LAYERS.slice(0, layer + 1).some(({ packages }) =>
    packages?.some((allowed) => name === allowed || name.startsWith(`${allowed}/`)),
  )
}
