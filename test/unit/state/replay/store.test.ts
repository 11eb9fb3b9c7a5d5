import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { type Sql, UseTable } from '../../../../src/state/replay/store.ts'
import { at, usedProofsContract, useOf } from './contract.ts'

/** node:sqlite in the place of a Durable Object's. */
function sqlOf(database: DatabaseSync): Sql {
  return {
    exec(query, ...bindings) {
      const rows = database.prepare(query).all(...bindings)
      return { toArray: () => rows }
    },
  }
}

usedProofsContract('a table of SQLite', () => {
  const database = new DatabaseSync(':memory:')
  const open = () => {
    const table = new UseTable(sqlOf(database))
    return { use: async (...message: Parameters<UseTable['use']>) => table.use(...message) }
  }
  return { uses: open(), restart: async () => open() }
})

describe('UseTable', () => {
  it('stays as large as what still counts: every use forgets more than it adds', () => {
    const table = new UseTable(sqlOf(new DatabaseSync(':memory:')))
    for (let i = 0; i < 500; i++) table.use(useOf(`${i}`, 'one', 10), at(0))
    expect(table.size).toBe(500)
    for (let i = 500; i < 530; i++) table.use(useOf(`${i}`, 'one', 100), at(10))
    expect(table.size).toBe(30)
  })

  it('prune() forgets what has expired and nothing else', () => {
    const table = new UseTable(sqlOf(new DatabaseSync(':memory:')))
    table.use(useOf('a', 'one', 10), at(0))
    table.use(useOf('b', 'one', 11), at(0))
    table.prune(at(10))
    expect(table.size).toBe(1)
    expect(table.use(useOf('b', 'two', 100), at(10))).toBe(false)
  })
})
