import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { describeFault, FAULT_CODES, type FaultCode, statusOfFault } from '../../src/admin/faults.ts'
import { isChange, type Operation } from '../../src/admin/operation.ts'
import { OPERATIONS } from '../../src/admin/operations.ts'
import { changed } from '../../src/admin/output.ts'
import { rolesWith } from '../../src/admin/roles.ts'
import { ROLES } from '../../src/state/control/types.ts'

type Json = Readonly<Record<string, unknown>>

/** The OpenAPI 3.1 document of the admin door: every operation of the table, and nothing that is not in it. */
export function openapiText(): string {
  return `${JSON.stringify(document(), null, 2)}\n`
}

function document(): Json {
  return {
    openapi: '3.1.0',
    'x-generated': 'By npm run generate from src/admin/operations.ts. Do not edit.',
    info: {
      title: 'Cordon admin',
      version: '1',
      description: 'What is in force at the gate: read it, and change it at once and everywhere.',
    },
    servers: [{ url: '/.cordon/admin' }],
    security: [{ adminToken: [] }, { access: [] }],
    paths: paths(),
    components: {
      securitySchemes: {
        adminToken: { type: 'http', scheme: 'bearer' },
        access: {
          type: 'apiKey',
          in: 'header',
          name: 'Cf-Access-Jwt-Assertion',
          description: 'Added by Cloudflare Access. Never together with another credential.',
        },
      },
      schemas: {
        Problem: problemSchema(),
        ...Object.fromEntries(NAMED.map(([name, of]) => [name, bare(of)])),
      },
      responses: {
        Problem: {
          description: 'Refused.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }
}

function paths(): Json {
  const byPath: Record<string, Record<string, unknown>> = {}
  for (const operation of OPERATIONS) {
    const item = byPath[operation.path] ?? {}
    item[operation.method.toLowerCase()] = operationObject(operation)
    byPath[operation.path] = item
  }
  return byPath
}

function operationObject(operation: Operation): Json {
  const { id, summary, path, input, output, rights } = operation
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const schema = jsonSchema(input)
  return {
    operationId: id,
    summary,
    'x-roles': ROLES.filter((role) => rights.some((right) => rolesWith(right).includes(role))),
    ...parametersOf(operation, schema, inPath),
    ...(isChange(operation) ? { requestBody: bodyOf(schema, inPath) } : {}),
    responses: { 200: success(output, isChange(operation)), ...refusals(operation) },
  }
}

function parametersOf(operation: Operation, schema: Json, inPath: readonly string[]): Json {
  const members = Object.entries((schema.properties ?? {}) as Json)
  const place = (name: string) => (inPath.includes(name) ? 'path' : 'query')
  const parameters: Json[] = members
    .filter(([name]) => inPath.includes(name) || !isChange(operation))
    .map(([name, of]) => ({ name, in: place(name), required: inPath.includes(name), schema: of }))
  if (isChange(operation)) parameters.push(IDEMPOTENCY_KEY)
  return parameters.length === 0 ? {} : { parameters }
}

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same order within a day is the same order: it is carried out once.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{8,128}$' },
}

function bodyOf(schema: Json, inPath: readonly string[]): Json {
  return { required: true, content: { 'application/json': { schema: withoutMembers(schema, inPath) } } }
}

function withoutMembers(schema: Json, names: readonly string[]): Json {
  if (names.length === 0) return schema
  const properties = Object.entries((schema.properties ?? {}) as Json)
  const required = (schema.required ?? []) as readonly string[]
  return {
    ...schema,
    properties: Object.fromEntries(properties.filter(([name]) => !names.includes(name))),
    required: required.filter((name) => !names.includes(name)),
  }
}

function success(output: GenericSchema, change: boolean): Json {
  const headers = {
    'Idempotency-Replayed': {
      description: '`true` where the order had been carried out before.',
      schema: { type: 'string' },
    },
  }
  return {
    description: change ? 'Done, and known to every isolate within a minute.' : 'The answer.',
    ...(change ? { headers } : {}),
    content: { 'application/json': { schema: jsonSchema(output) } },
  }
}

/** Refusals that any operation may have; those of changes only are told apart. */
const OF_ANY: readonly FaultCode[] = [
  'admin.credential_missing',
  'admin.credential',
  'admin.two_credentials',
  'admin.too_many_attempts',
  'admin.too_many_requests',
  'admin.keys_unavailable',
  'admin.no_role',
  'admin.role',
  'admin.input',
]
const OF_CHANGES: readonly FaultCode[] = ['admin.cross_site', 'admin.media_type', 'admin.too_large']

function refusals(operation: Operation): Json {
  const codes = new Set([...OF_ANY, ...(isChange(operation) ? OF_CHANGES : []), ...operation.faults])
  const byStatus: Record<number, string[]> = {}
  // In the order of the table of faults, which makes the document the same every time.
  for (const code of FAULT_CODES.filter((known) => codes.has(known))) {
    const status = statusOfFault(code)
    byStatus[status] = [...(byStatus[status] ?? []), code]
  }
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, of]) => [
      status,
      { $ref: '#/components/responses/Problem', description: of.join(', ') },
    ]),
  )
}

function problemSchema(): Json {
  return {
    description: 'Problem details (RFC 9457).',
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'reason', 'decision'],
    properties: {
      type: { const: 'about:blank' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      reason: { oneOf: FAULT_CODES.map((code) => ({ const: code, description: describeFault(code) })) },
      errors: {
        description: 'What is wrong with the input.',
        type: 'array',
        items: { type: 'string' },
      },
      decision: { description: 'Names this request in the logs.', type: 'string' },
    },
  }
}

/** Schemas that many operations share: written once, under this name. */
const NAMED: readonly (readonly [string, GenericSchema])[] = [['Change', changed]]

function jsonSchema(schema: GenericSchema): Json {
  const named = NAMED.find(([, of]) => of === schema)
  return named === undefined ? bare(schema) : { $ref: `#/components/schemas/${named[0]}` }
}

function bare(schema: GenericSchema): Json {
  const others = NAMED.filter(([, of]) => of !== schema)
  const {
    $schema: _,
    $defs: __,
    ...body
  } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    errorMode: 'throw',
    definitions: Object.fromEntries(others),
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId.split('/').at(-1)}`,
  })
  return body
}
