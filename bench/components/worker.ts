/** The subjects inside workerd: takes tables and variables, makes a subject, checks it, and calls it as often as it is told. */
import { MAKERS } from './catalogue.ts'
import { type Fixture, makeFixture } from './fixture.ts'
import type { Subject } from './subject.ts'
import { openedTable, type Table } from './tables.ts'

/** Of tables that are still to come. */
const addresses = new Map<string, Uint32Array>()
const tables = new Map<string, Table>()
let fixture: Fixture | undefined
const subjects = new Map<string, Subject>()

export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const step = STEPS[pathname]
    if (step === undefined) return new Response('no such step', { status: 404 })
    try {
      return new Response(String((await step(searchParams, request)) ?? 'done'))
    } catch (error) {
      return new Response(error instanceof Error ? error.stack : String(error), { status: 500 })
    }
  },
}

type Step = (parameters: URLSearchParams, request: Request) => unknown

const STEPS: Readonly<Record<string, Step>> = {
  async '/addresses'(parameters, request) {
    addresses.set(named(parameters), new Uint32Array(await request.arrayBuffer()))
  },
  async '/table'(parameters, request) {
    const name = named(parameters)
    const bytes = new Uint8Array(await request.arrayBuffer())
    tables.set(name, await openedTable(bytes, addresses.get(name) ?? new Uint32Array()))
  },
  async '/gate'(_, request) {
    fixture = await makeFixture(await request.json<object>(), tables.get('lists')?.bytes ?? new Uint8Array())
  },
  async '/subject'(parameters) {
    const name = named(parameters)
    const make = (MAKERS as Readonly<Record<string, (typeof MAKERS)[keyof typeof MAKERS]>>)[name]
    if (make === undefined || fixture === undefined) throw new Error(`no such subject: ${name}`)
    const subject = await make(fixture, tableNamed)
    subjects.set(name, subject)
    return subject.kind
  },
  '/check': (parameters) => subjectNamed(parameters).check(),
  '/turn': (parameters) =>
    subjectNamed(parameters).turn(Number(parameters.get('from')), Number(parameters.get('times'))),
}

function named(parameters: URLSearchParams): string {
  return parameters.get('name') ?? ''
}

function subjectNamed(parameters: URLSearchParams): Subject {
  const subject = subjects.get(named(parameters))
  if (subject === undefined) throw new Error(`not made: ${named(parameters)}`)
  return subject
}

function tableNamed(name: string): Table {
  const table = tables.get(name)
  if (table === undefined) throw new Error(`no table: ${name}`)
  return table
}
