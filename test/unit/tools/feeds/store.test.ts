import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStore, sha256Of } from '../../../../tools/feeds/store.ts'
import { sweepTemporaryFiles, writeFileAtomically } from '../../../../tools/local-edge/atomic-file.ts'
import { UsageError } from '../../../../tools/usage-error.ts'
import { NOW, temporaryDirectory } from './fixture.ts'

type Store = ReturnType<typeof openStore>

const LATER = new Date(NOW.getTime() + 1000).toISOString()

function put(store: Store, id: string, text: string): void {
  const path = store.temporary(id, '0')
  writeFileSync(path, text)
  const sha256 = sha256Of(Buffer.from(text))
  const at = NOW.toISOString()
  const record = { variant: 'live', sha256, prefixes: 1, fetchedAt: at, checkedAt: at, date: at }
  store.replace(id, [{ path, keep: 'move', sha256, bytes: text.length }], record)
}

function stored(directory: string) {
  return JSON.parse(readFileSync(join(directory, 'state.json'), 'utf8')).sources
}

function age(path: string, minutes: number): void {
  const then = Date.now() / 1000 - minutes * 60
  utimesSync(path, then, then)
}

describe('two runs on one store', () => {
  test('keep the records of both, and of one source the last', () => {
    const directory = temporaryDirectory()
    const [one, other] = [openStore(directory), openStore(directory)]
    put(one, 'a', 'first')
    put(one, 'c', 'first')
    put(other, 'b', 'other')
    put(other, 'c', 'other')
    one.confirm('a', LATER)
    expect(Object.keys(stored(directory)).sort()).toEqual(['a', 'b', 'c'])
    expect(stored(directory).c.sha256).toBe(sha256Of(Buffer.from('other')))
    expect(stored(directory).a.checkedAt).toBe(LATER)
    expect(existsSync(join(directory, 'state.lock'))).toBe(false)
  })

  test('do not confirm what the other has replaced', () => {
    const directory = temporaryDirectory()
    const one = openStore(directory)
    put(one, 'a', 'first')
    put(openStore(directory), 'a', 'second')
    one.confirm('a', LATER)
    expect(stored(directory).a.checkedAt).toBe(NOW.toISOString())
  })

  test('do not sweep what the other has stored', () => {
    const directory = temporaryDirectory()
    const one = openStore(directory)
    put(openStore(directory), 'b', 'other')
    for (const file of readdirSync(join(directory, 'raw'))) age(join(directory, 'raw', file), 120)
    one.close()
    expect(openStore(directory).lastGood('b').state).toBe('good')
  })

  test('wait for no lock of a process that was killed', () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'state.lock'), '')
    age(join(directory, 'state.lock'), 1)
    put(openStore(directory), 'a', 'first')
    expect(Object.keys(stored(directory))).toEqual(['a'])
  })
})

describe('a damaged state', () => {
  function withDamage(change: (text: string) => string) {
    const directory = temporaryDirectory()
    const store = openStore(directory)
    put(store, 'sound', 'sound')
    put(store, 'hurt', 'hurt')
    const path = join(directory, 'state.json')
    const text = change(readFileSync(path, 'utf8'))
    writeFileSync(path, text)
    for (const file of readdirSync(join(directory, 'raw'))) age(join(directory, 'raw', file), 120)
    return { directory, path, text }
  }
  const hurt = (text: string) => {
    const state = JSON.parse(text)
    state.sources.hurt.checkedAt = 'yesterday'
    return JSON.stringify(state)
  }

  test('keeps its sound records, sets the file aside and sweeps nothing', () => {
    const { directory, path, text } = withDamage(hurt)
    const store = openStore(directory)
    expect(store.warnings).toEqual([
      `${path} is damaged (hurt.checkedAt): kept 1 sound record; the file as it was is ${path}.damaged`,
    ])
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(text)
    expect(store.lastGood('sound').state).toBe('good')
    expect(store.lastGood('hurt').state).toBe('none')
    store.close()
    expect(readdirSync(join(directory, 'raw'))).toHaveLength(2)
    const next = openStore(directory)
    expect([next.warnings, next.lastGood('sound').state]).toEqual([[], 'good'])
    next.close()
    expect(readdirSync(join(directory, 'raw'))).toHaveLength(1)
  })

  test('that cannot be read at all is set aside too', () => {
    const { directory, path, text } = withDamage((whole) => whole.slice(0, -10))
    const store = openStore(directory)
    store.close()
    expect(store.warnings[0]).toBe(
      `${path} is not JSON: started anew, without last good versions; the file as it was is ${path}.damaged`,
    )
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(text)
    expect(readdirSync(join(directory, 'raw'))).toHaveLength(2)
  })

  test('is noticed when it comes up during the run', () => {
    const { directory, path, text } = withDamage((whole) => whole)
    const store = openStore(directory)
    writeFileSync(path, hurt(text))
    put(store, 'third', 'third')
    expect(store.warnings).toHaveLength(1)
    expect(Object.keys(stored(directory))).toEqual(['sound', 'third'])
  })
})

test('something else in place of the store is wrong use', () => {
  const directory = temporaryDirectory()
  mkdirSync(join(directory, 'state.json'))
  expect(() => openStore(directory)).toThrow(UsageError)
  const file = join(directory, 'file')
  writeFileSync(file, '')
  expect(() => openStore(file)).toThrow(`the store: ${file} is not a directory`)
})

describe('temporary files', () => {
  test('are discarded by source, or all', () => {
    const store = openStore(temporaryDirectory())
    const paths = ['a', 'b', 'c'].map((id) => store.temporary(id, '0'))
    for (const path of paths) writeFileSync(path, '')
    store.discard('a')
    expect(paths.map(existsSync)).toEqual([false, true, true])
    store.discard()
    expect(paths.map(existsSync)).toEqual([false, false, false])
  })

  test('older than ten minutes are swept when the store is opened', () => {
    const directory = temporaryDirectory()
    const files = ['tmp/a.0.1', 'tmp/b.0.2', 'raw/a.0.7.tmp', 'state.json.7.0123abcd.tmp', 'state.json.7.tmp']
    for (const name of ['tmp', 'raw']) mkdirSync(join(directory, name))
    for (const file of files) {
      writeFileSync(join(directory, file), '')
      age(join(directory, file), file === 'tmp/b.0.2' ? 9 : 11)
    }
    openStore(directory)
    expect(files.filter((file) => existsSync(join(directory, file)))).toEqual([
      'tmp/b.0.2',
      'state.json.7.tmp',
    ])
  })

  test('of a file that cannot be written are removed at once', () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'out.bin')
    mkdirSync(join(path, 'in the way'), { recursive: true })
    expect(() => writeFileAtomically(path, 'x')).toThrow()
    expect(readdirSync(directory)).toEqual(['out.bin'])
  })

  test('next to a file are swept by age and name', () => {
    const directory = temporaryDirectory()
    const files = [
      'out.bin.12.89abcdef.tmp',
      'out.bin.13.89abcdef.tmp',
      'other.bin.12.89abcdef.tmp',
      'out.bin',
    ]
    for (const file of files) {
      writeFileSync(join(directory, file), '')
      age(join(directory, file), file.includes('13') ? 1 : 60)
    }
    sweepTemporaryFiles(join(directory, 'out.bin'), 600_000)
    expect(readdirSync(directory).sort()).toEqual(files.slice(1).sort())
  })
})
