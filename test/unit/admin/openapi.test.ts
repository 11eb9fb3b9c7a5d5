import { describe, expect, it } from 'vitest'
import { FAULT_CODES, statusOfFault } from '../../../src/admin/faults.ts'
import document from '../../../src/admin/openapi.json'
import { isChange } from '../../../src/admin/operation.ts'
import { OPERATIONS } from '../../../src/admin/operations.ts'
import { rolesWith } from '../../../src/admin/roles.ts'
import { openapiText } from '../../../tools/generate/openapi.ts'

interface OperationObject {
  readonly operationId: string
  readonly summary: string
  readonly 'x-roles': readonly string[]
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema: object }[]
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, { schema: object }> }
  readonly responses: Record<string, { readonly $ref?: string; readonly content?: object }>
}
const paths = document.paths as unknown as Record<string, Record<string, OperationObject>>
const described = OPERATIONS.map(
  (operation) => [operation.id, operation, paths[operation.path]?.[operation.method.toLowerCase()]] as const,
)

describe('the OpenAPI document', () => {
  it('is what npm run generate writes', () => {
    expect(JSON.parse(openapiText())).toEqual(document)
  })

  it('is of version 3.1, below /.cordon/admin', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/)
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
    expect(document.servers).toEqual([{ url: '/.cordon/admin' }])
  })

  it('has every operation, and no other', () => {
    const count = Object.values(paths).reduce((sum, item) => sum + Object.keys(item).length, 0)
    expect(count).toBe(OPERATIONS.length)
    expect(new Set(described.map(([, , object]) => object?.operationId)).size).toBe(OPERATIONS.length)
  })

  it.each(described)('says of %s what the table says', (id, operation, object) => {
    expect(object).toMatchObject({ operationId: id, summary: operation.summary })
    const roles = new Set(operation.rights.flatMap((right) => rolesWith(right)))
    expect(new Set(object?.['x-roles'])).toEqual(roles)
    expect(object?.requestBody !== undefined).toBe(isChange(operation))
    const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const parameters = object?.parameters ?? []
    expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath)
    expect(parameters.some(({ name }) => name === 'Idempotency-Key')).toBe(isChange(operation))
  })

  it.each(described)('has for %s an answer and every refusal', (_, operation, object) => {
    const responses = object?.responses ?? {}
    expect(responses[200]?.content).toHaveProperty('application/json')
    for (const status of [400, 401, 403, 429, 503]) expect(responses).toHaveProperty(String(status))
    for (const code of operation.faults) expect(responses).toHaveProperty(String(statusOfFault(code)))
    for (const [status, response] of Object.entries(responses)) {
      if (status !== '200') expect(response.$ref).toBe('#/components/responses/Problem')
    }
  })

  it('lets either credential in, and nobody without', () => {
    const { securitySchemes } = document.components
    expect(securitySchemes.adminToken).toMatchObject({ type: 'http', scheme: 'bearer' })
    expect(securitySchemes.access).toMatchObject({
      type: 'apiKey',
      in: 'header',
      name: 'Cf-Access-Jwt-Assertion',
    })
    expect(document.security).toEqual([{ adminToken: [] }, { access: [] }])
    expect(JSON.stringify(document.paths)).not.toContain('"security"')
  })

  it('describes problem details with every reason', () => {
    const { Problem } = document.components.schemas
    expect(Problem.required).toEqual(['type', 'title', 'status', 'detail', 'reason', 'decision'])
    expect(Problem.properties.reason.oneOf.map((reason) => reason.const)).toEqual(FAULT_CODES)
  })

  it('refers to nothing that is not in it', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)]
    expect(references.length).toBeGreaterThan(10)
    for (const [, pointer = ''] of references) {
      const found = pointer
        .split('/')
        .reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], document)
      expect(found, pointer).toBeDefined()
    }
  })
})
