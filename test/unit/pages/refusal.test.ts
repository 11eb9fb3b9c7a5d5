import { describe, expect, it } from 'vitest'
import type { Problem } from '../../../src/enforcement/problem.ts'
import { refusalPage } from '../../../src/pages/refusal.tsx'

const PROBLEM: Problem = {
  type: 'https://gate.test/.cordon/problems/place.restricted',
  title: 'Not available here',
  status: 451,
  detail: 'Why that is.',
  reason: 'place.restricted',
  observed: { place: 'CU' },
  decision: 'AAAAAAAAAAAAAAAAAAAAAA',
  retryable: false,
  next_steps: ['First', 'Second'],
}

describe('refusalPage()', () => {
  it('is a whole page that says what, why and under which reference', () => {
    const page = refusalPage(PROBLEM, 'n0nce')
    expect(page).toMatch(/^<!doctype html><html lang="en">/)
    expect(page).toContain('<title>Not available here</title>')
    expect(page).toContain('<li>First</li><li>Second</li>')
    expect(page).toContain('<dd>place.restricted</dd>')
    expect(page).toContain('<dd>AAAAAAAAAAAAAAAAAAAAAA</dd>')
    expect(page).toContain('<style nonce="n0nce">')
  })

  it('offers support only where there is some, and steps only where there are some', () => {
    const bare = refusalPage({ ...PROBLEM, next_steps: [] }, 'n')
    expect(bare).not.toMatch(/<a |<ul>|<li>/)
    expect(refusalPage({ ...PROBLEM, support: 'https://gate.test/help' }, 'n')).toContain(
      '<a href="https://gate.test/help">',
    )
  })

  it('has no script, and asks for nothing from elsewhere', () => {
    expect(refusalPage(PROBLEM, 'n')).not.toMatch(/<script|<img|<link|src=|@import|url\(/i)
  })

  const HOSTILE = `"'><script>alert(1)</script>&<img src=x onerror=alert(1)>`
  it.each([
    ['title', { title: HOSTILE }],
    ['detail', { detail: HOSTILE }],
    ['reason', { reason: HOSTILE as Problem['reason'] }],
    ['decision', { decision: HOSTILE }],
    ['next_steps', { next_steps: [HOSTILE] }],
    ['support', { support: `https://gate.test/${HOSTILE}` }],
  ])('escapes %s', (_, changes) => {
    const page = refusalPage({ ...PROBLEM, ...changes }, 'n')
    expect(page).not.toMatch(/<script|<img/)
    expect(page).not.toContain(`"'>`)
    expect(page).toContain('&lt;script&gt;alert(1)')
  })

  it('escapes the nonce', () => {
    expect(refusalPage(PROBLEM, '"><script>')).not.toContain('<script>')
  })
})
