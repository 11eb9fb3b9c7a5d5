import { describe, expect, it } from 'vitest'
import { compileErrorForms } from '../../../src/enforcement/error-forms.ts'

const at = (...readings: string[]) => readings

describe('compileErrorForms()', () => {
  const formOf = compileErrorForms([
    { path: '/v1/messages', form: 'anthropic' },
    { path: '/v1/*', form: 'openai' },
    { path: '/v1/complete', form: 'anthropic' },
  ])

  it.each([
    ['/v1/messages', 'anthropic'],
    ['/V1/Messages', 'anthropic'],
    ['/v1/messages/batches', 'openai'],
    ['/v1/chat/completions', 'openai'],
    ['/v1', 'openai'],
    // The first that matches counts.
    ['/v1/complete', 'openai'],
    ['/v10/messages', undefined],
    // Our own.
    ['/.cordon/session', undefined],
    ['/', undefined],
  ])('%s: %s', (path, form) => {
    expect(formOf(at(path))).toBe(form)
  })

  it('reads a path in every way in which a back end might', () => {
    expect(formOf(at('/v1;x/messages', '/v1/messages'))).toBe('anthropic')
  })

  it('is problem details everywhere where no path is listed', () => {
    expect(compileErrorForms([])(at('/v1/messages'))).toBeUndefined()
  })
})
