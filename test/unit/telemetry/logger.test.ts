import { afterEach, describe, expect, it, vi } from 'vitest'
import { consoleLogger } from '../../../src/telemetry/logger.ts'
import type { LogRecord } from '../../../src/telemetry/records.ts'

const RECORD: LogRecord = {
  event: 'error',
  time: '2026-11-01T00:00:00.000Z',
  message: 'a\nb\r\n{"event":"decision"}',
}

afterEach(() => void vi.restoreAllMocks())

describe('consoleLogger', () => {
  it('writes one line of JSON, whatever a record holds', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    consoleLogger(RECORD)
    expect(log).toHaveBeenCalledTimes(1)
    const [line] = log.mock.calls[0] as [string]
    expect(line).not.toMatch(/[\r\n]/)
    expect(JSON.parse(line)).toEqual(RECORD)
  })

  it('never throws: neither for what cannot be written nor when writing fails', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {
      throw new Error('closed')
    })
    expect(() => consoleLogger(RECORD)).not.toThrow()
    const circular: Record<string, unknown> = { event: 'error' }
    circular.self = circular
    expect(() => consoleLogger(circular as unknown as LogRecord)).not.toThrow()
    expect(log).toHaveBeenCalledTimes(1)
  })
})
