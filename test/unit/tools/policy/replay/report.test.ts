import { describe, expect, it } from 'vitest'
import { reportPage } from '../../../../../tools/policy/replay/html.ts'
import { pathTemplate } from '../../../../../tools/policy/replay/path-template.ts'
import { ProgressLine, progressText } from '../../../../../tools/policy/replay/progress.ts'
import { reportTable } from '../../../../../tools/policy/replay/table.ts'
import { logpushLine, policyOf, replayed } from './fixture.ts'

const HOSTILE = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>&'

async function hostileReport() {
  const [a, b] = [
    await policyOf({}),
    await policyOf({
      POLICY: {
        default: 'allow',
        rules: [{ id: 'r', effect: 'deny', when: { signal: 'place', in: ['US'] } }],
      },
    }),
  ]
  return replayed(
    [a, b],
    [
      logpushLine({
        ClientRequestHost: 'h',
        ClientRequestURI: `/${HOSTILE}`,
        ClientRequestMethod: HOSTILE,
        RayID: HOSTILE,
      }),
      logpushLine({ ClientRequestURI: '/ok', ClientRequestMethod: HOSTILE, ClientRequestUserAgent: HOSTILE }),
      `{${HOSTILE}`,
    ],
  )
}

describe('reportPage()', () => {
  it('escapes whatever a client put into the log', async () => {
    const page = reportPage(await hostileReport())
    expect(page).not.toMatch(/<(?:script|img|iframe)\b/i)
    expect(page).toContain('&lt;script&gt;alert(1)')
  })

  it('needs nothing besides itself, and forbids itself the rest', async () => {
    const page = reportPage(await hostileReport())
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'")
    expect(page).not.toMatch(/<[^>]*\b(?:src|href)=|@import|url\(/)
    expect(page).toMatch(/^<!doctype html>/)
    expect(page.match(/<svg/g)?.length).toBeGreaterThan(5)
    expect(page).toContain('prefers-color-scheme: dark')
    expect(page).toContain('@media print')
    expect(page).not.toContain('[object Object]')
  })

  it('has plots of a log of one line, and of one without times', async () => {
    const policy = await policyOf({})
    const page = reportPage(
      replayed([policy], [logpushLine({ EdgeStartTimestamp: undefined })], { at: 1_793_491_200 as never }),
    )
    expect(page).not.toMatch(/NaN|Infinity|undefined/)
  })
})

describe('reportTable()', () => {
  it('shows bounds, changes with their rule and examples, and malformed lines', async () => {
    const text = reportTable(await hostileReport())
    expect(text).toContain('2 of 3 lines decided')
    expect(text).toMatch(/1 allow → deny, by r of B/)
    expect(text).toMatch(/log:2 +2026-11-01T00:00:00Z +US +AS7922 +residential +73\.162\.10\.0\/24/)
    expect(text).toMatch(/log:3: not JSON/)
  })

  it('has its columns under each other', async () => {
    const lines = reportTable(replayed([await policyOf({})], [logpushLine()])).split('\n')
    const heading = lines.findIndex((line) => line.startsWith('Verdict'))
    const column = (lines[heading] ?? '').indexOf('lines') + 'lines'.length
    for (const line of lines.slice(heading + 1, heading + 5))
      expect(line.slice(column - 1, column)).toMatch(/\d/)
  })
})

describe('the JSON', () => {
  it('has this shape', async () => {
    const report = await hostileReport()
    expect(Object.keys(report)).toEqual([
      'format',
      'at',
      'interrupted',
      'logs',
      'lines',
      'decided',
      'passed_over',
      'malformed',
      'policies',
      'changes',
      'records',
      'hours',
    ])
    expect(Object.keys(report.policies[0] ?? {})).toEqual([
      'source',
      'revision',
      'mode',
      'verdicts',
      'countries',
      'networks',
      'tiers',
      'rules',
      'reasons',
      'exemptions',
      'would',
      'notices',
      'undecided',
      'not_recorded',
    ])
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })
})

describe('pathTemplate()', () => {
  it.each([
    ['/v1/messages?key=secret', '/v1/messages'],
    ['/users/4711/orders/0f8fad5b-d9cb-469f-a165-70867728950e', '/users/{id}/orders/{id}'],
    ['/mail/anna@example.com/anna%40example.com', '/mail/{id}/{id}'],
    ['/t/eyJhbGciOiJFUzI1NiJ9.abc123', '/t/{id}'],
    ['/a/b/c/d/e/f/g/h/i/j', '/a/b/c/d/e/f/g/h/…'],
    ['/\u001b[31m\u202e', '/\ufffd[31m\ufffd'],
    ['', ''],
  ])('shows %s as %s', (target, shown) => {
    expect(pathTemplate(target)).toBe(shown)
  })
})

describe('ProgressLine', () => {
  it('says how many lines, how fast, and how long still', () => {
    expect(progressText({ lines: 1_200_000, share: 0.25 }, 6)).toBe(
      '1,200,000 lines  25%  200,000 lines/s  18 s left',
    )
    expect(progressText({ lines: 10, share: undefined }, 1)).toBe('10 lines  10 lines/s')
  })

  it('writes on a terminal, and nowhere else', () => {
    let now = 0
    const written = { terminal: '', pipe: '' }
    for (const kind of ['terminal', 'pipe'] as const) {
      const stream = {
        isTTY: kind === 'terminal',
        write(text: string) {
          written[kind] += text
        },
      }
      const line = new ProgressLine(stream as unknown as NodeJS.WriteStream, () => now)
      now += 1_000
      line.show({ lines: 5, share: 0.5 })
      line.end()
    }
    expect(written.terminal).toContain('5 lines  50%')
    expect(written.terminal.endsWith('\r\u001b[K')).toBe(true)
    expect(written.pipe).toBe('')
  })
})
