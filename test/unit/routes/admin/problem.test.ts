import { describe, expect, it } from 'vitest'
import { FAULT_CODES, statusOfFault } from '../../../../src/admin/faults.ts'
import { adminProblem } from '../../../../src/routes/admin/problem.ts'

describe('adminProblem()', () => {
  it.each(FAULT_CODES)('answers %s as problem details that nobody keeps', async (code) => {
    const response = adminProblem({ code, cause: 'only for the log' }, 'decision-1')
    expect(response.status).toBe(statusOfFault(code))
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: expect.stringMatching(/./),
      status: response.status,
      detail: expect.stringMatching(/./),
      reason: code,
      decision: 'decision-1',
    })
  })

  it.each(FAULT_CODES)('asks for a credential with 401 only (%s)', (code) => {
    const asks = adminProblem({ code }, 'd').headers.get('WWW-Authenticate')
    expect(asks !== null).toBe(statusOfFault(code) === 401)
  })

  it('tells only who presented one that it is no good', () => {
    const asked = (code: 'admin.credential' | 'admin.credential_missing') =>
      adminProblem({ code }, 'd').headers.get('WWW-Authenticate')
    expect(asked('admin.credential_missing')).toBe('Bearer')
    expect(asked('admin.credential')).toBe('Bearer error="invalid_token"')
  })

  it.each(FAULT_CODES.filter((code) => [429, 503].includes(statusOfFault(code))))(
    'says when to come back after %s',
    (code) => {
      expect(Number(adminProblem({ code }, 'd').headers.get('Retry-After'))).toBeGreaterThan(0)
      expect(adminProblem({ code, retryAfterSeconds: 17 }, 'd').headers.get('Retry-After')).toBe('17')
    },
  )
})
