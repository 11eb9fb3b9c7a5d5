import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Origin } from '../../../../tools/feeds/acquire.ts'
import type { FeedSource } from '../../../../tools/feeds/source.ts'
import { noStore, openStore, sha256Of } from '../../../../tools/feeds/store.ts'
import { type FeedResult, type UpdateOptions, updateFeeds } from '../../../../tools/feeds/update.ts'
import { NOW, source, temporaryDirectory, transport } from './fixture.ts'

const PUBLISHERS: Origin = { kind: 'publishers' }
const TEN = Array.from({ length: 10 }, (_, index) => `5.6.${index}.0/24`).join('\n')

type Answer = string | number | ((init: RequestInit) => Response)

/** Publishers who answer by URL, with an ETag that is the hash of the body. */
function publishers(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = []
  const made = transport(async (url, init) => {
    asked.push(url)
    const answer = answers[url] ?? 404
    if (typeof answer === 'function') return answer(init)
    if (typeof answer === 'number') return new Response(null, { status: answer })
    const etag = `"${sha256Of(Buffer.from(answer)).slice(0, 8)}"`
    const isSame = (init.headers as Record<string, string>)['if-none-match'] === etag
    return isSame ? new Response(null, { status: 304 }) : new Response(answer, { headers: { etag } })
  })
  return { ...made, asked }
}

async function update(
  sources: readonly FeedSource[],
  directory: string,
  answers: Readonly<Record<string, Answer>>,
  changes: Partial<UpdateOptions> = {},
): Promise<FeedResult[]> {
  const options = {
    origin: PUBLISHERS,
    store: openStore(directory),
    transport: publishers(answers).transport,
    env: {},
    acceptShrunk: new Set<string>(),
    ...changes,
  }
  return updateFeeds(sources, options, () => {})
}

const URL_ = 'https://acme.example/list.txt'
const ACME = source()

function summary(results: readonly FeedResult[]) {
  return results.map((result) => ({
    state: result.state,
    count: result.state === 'missing' ? undefined : result.list.count,
    warnings: result.warnings,
  }))
}

describe('updateFeeds()', () => {
  test('takes a new list, and keeps it with its hash and dates', async () => {
    const directory = temporaryDirectory()
    const [result] = await update([ACME], directory, { [URL_]: TEN })
    const sha256 = sha256Of(Buffer.from(TEN))
    expect(result).toMatchObject({
      state: 'new',
      sha256,
      date: NOW.toISOString(),
      bytes: TEN.length,
      warnings: [],
    })
    const state = JSON.parse(readFileSync(join(directory, 'state.json'), 'utf8'))
    const [part] = state.sources.acme.parts
    expect(state.sources.acme).toMatchObject({
      variant: 'live',
      sha256,
      prefixes: 10,
      checkedAt: NOW.toISOString(),
    })
    expect(part).toMatchObject({ url: URL_, sha256, bytes: TEN.length, etag: `"${sha256.slice(0, 8)}"` })
    expect(readFileSync(join(directory, 'raw', part.file), 'utf8')).toBe(TEN)
  })

  test('reads the last good version when the publisher says that it is the current one', async () => {
    const directory = temporaryDirectory()
    await update([ACME], directory, { [URL_]: TEN })
    const later = publishers({ [URL_]: TEN })
    const at = new Date(NOW.getTime() + 86_400_000)
    const results = await update([ACME], directory, {}, { transport: { ...later.transport, now: () => at } })
    expect(summary(results)).toEqual([{ state: 'unchanged', count: 10, warnings: [] }])
    const state = JSON.parse(readFileSync(join(directory, 'state.json'), 'utf8'))
    expect(state.sources.acme).toMatchObject({ fetchedAt: NOW.toISOString(), checkedAt: at.toISOString() })
  })

  test.each<[string, Answer, string]>([
    ['an error', 503, 'https://acme.example/list.txt: the server answered 503, after 4 attempts'],
    ['a page', '<!doctype html><p>Sign in', 'does not parse: got an HTML page instead of a list of prefixes'],
    ['nothing', '', 'does not parse: got an empty file instead of a list of prefixes'],
    [
      'a bad line',
      `${TEN}\n0.0.0.0/0`,
      'does not parse: line 11: "0.0.0.0/0" covers too much: /8 is the shortest prefix accepted of IPv4',
    ],
    [
      'less than half',
      '5.6.7.0/24\n5.6.8.0/24',
      'shrank from 10 to 2 prefixes, by more than half: --accept-shrunk takes it all the same',
    ],
  ])('keeps the last good version when it gets %s', async (_, answer, warning) => {
    const directory = temporaryDirectory()
    await update([ACME], directory, { [URL_]: TEN })
    const before = readFileSync(join(directory, 'state.json'), 'utf8')
    expect(summary(await update([ACME], directory, { [URL_]: answer }))).toEqual([
      { state: 'kept', count: 10, warnings: [warning] },
    ])
    expect(readFileSync(join(directory, 'state.json'), 'utf8')).toBe(before)
    expect(summary(await update([ACME], temporaryDirectory(), { [URL_]: answer }))[0]?.state).toBe(
      warning.startsWith('shrank') ? 'new' : 'missing',
    )
  })

  test('takes a list of half the size, and a smaller one when told to', async () => {
    const directory = temporaryDirectory()
    await update([ACME], directory, { [URL_]: TEN })
    const half = TEN.split('\n').slice(0, 5).join('\n')
    expect(summary(await update([ACME], directory, { [URL_]: half }))).toMatchObject([
      { state: 'new', count: 5 },
    ])
    const one = await update([ACME], directory, { [URL_]: '5.6.7.0/24' }, { acceptShrunk: new Set(['acme']) })
    expect(summary(one)).toMatchObject([{ state: 'new', count: 1 }])
  })

  test('warns of a size that is not expected', async () => {
    const narrow = source({ expect: { min: 20, max: 30 } })
    expect(summary(await update([narrow], temporaryDirectory(), { [URL_]: TEN }))).toEqual([
      { state: 'new', count: 10, warnings: ['has 10 prefixes, expected 20 to 30'] },
    ])
  })

  test('warns of a last good version that has become too old', async () => {
    const directory = temporaryDirectory()
    await update([ACME], directory, { [URL_]: TEN })
    const { transport: offline } = publishers({})
    const at = new Date(NOW.getTime() + 20 * 86_400_000)
    const changes = { origin: { kind: 'offline' }, transport: { ...offline, now: () => at } } as const
    expect(summary(await update([ACME], directory, {}, changes))).toEqual([
      {
        state: 'unchanged',
        count: 10,
        warnings: ['is 20 days old (last known to be current on 2026-05-06), at most 14 expected'],
      },
    ])
    expect(summary(await update([source({ id: 'other' })], directory, {}, changes))).toMatchObject([
      { state: 'missing', warnings: ['there is no last good version: run without --offline first'] },
    ])
  })

  test('puts several files together, and asks for each on its own condition', async () => {
    const directory = temporaryDirectory()
    const urls = ['https://acme.example/v4', 'https://acme.example/v6'] as const
    const both = source({ urls })
    const [four, six] = ['5.6.7.0/24', '2a01:7e00::/32\n2a01:7e01::/32']
    const first = await update([both], directory, { [urls[0]]: four, [urls[1]]: six })
    expect(summary(first)).toMatchObject([{ state: 'new', count: 3 }])
    expect(summary(await update([both], directory, { [urls[0]]: four, [urls[1]]: six }))).toMatchObject([
      { state: 'unchanged', count: 3 },
    ])
    const changed = await update([both], directory, { [urls[0]]: four, [urls[1]]: `${six}\n2a01:7e02::/32` })
    expect(summary(changed)).toMatchObject([{ state: 'new', count: 4 }])
    expect(summary(await update([both], directory, { [urls[0]]: four }))).toMatchObject([
      { state: 'kept', count: 4, warnings: ['https://acme.example/v6: the server answered 404'] },
    ])
  })

  test('finds the link on the page that has it', async () => {
    const page = 'https://acme.example/download'
    const link = /https:\/\/acme\.example\/(?<date>\d{8})\.txt/
    const discovered = source({ urls: [], discover: { page, link } })
    const answers = {
      [page]: `<a href="https://acme.example/20260504.txt">`,
      'https://acme.example/20260504.txt': TEN,
    }
    expect(await update([discovered], temporaryDirectory(), answers)).toMatchObject([
      { state: 'new', date: '2026-05-04T00:00:00.000Z' },
    ])
    expect(summary(await update([discovered], temporaryDirectory(), { [page]: '<p>moved' }))).toMatchObject([
      { warnings: ['https://acme.example/download: the link to the list is no longer on the page'] },
    ])
  })

  test('has nothing to complain of where there is no public address', async () => {
    expect(await update([source({ urls: [] })], temporaryDirectory(), {})).toMatchObject([
      {
        state: 'missing',
        why: 'absent',
        warnings: [],
        notes: ['has no public address: it comes from a mirror (--from)'],
      },
    ])
  })

  test('refuses a list of servers that together cover too much', async () => {
    const many = Array.from({ length: 70 }, (_, index) => `${index + 11}.0.0.0/8`).join('\n')
    expect(summary(await update([ACME], temporaryDirectory(), { [URL_]: many }))).toMatchObject([
      { state: 'missing', warnings: ['does not parse: covers 27.35 % of IPv4, at most 25 % expected'] },
    ])
  })

  test('takes a date that is yet to come for the day the list was fetched', async () => {
    const directory = temporaryDirectory()
    const future = source({ format: { kind: 'json', paths: ['a[]'], published: 'date' } })
    const answers = { [URL_]: '{"date":"2030-01-01","a":["5.6.7.0/24"]}' }
    const notes = ['says that it is of 2030-01-01, which is yet to come']
    const dated = { date: NOW.toISOString(), checkedAt: NOW.toISOString(), notes }
    expect(await update([future], directory, answers)).toMatchObject([dated])
    // A mirror says the same for ever, and with it the list becomes old all the same.
    const path = temporaryDirectory()
    writeFileSync(join(path, 'acme.json'), answers[URL_])
    const mirrored = { ...future, mirrors: [{ file: 'acme.json', format: future.format }] }
    const store = temporaryDirectory()
    const origin = { kind: 'directory', path } as const
    expect(await update([mirrored], store, {}, { origin })).toMatchObject([dated])
    const at = new Date(NOW.getTime() + 20 * 86_400_000)
    const late = { ...transport(async () => new Response()).transport, now: () => at }
    expect(await update([mirrored], store, {}, { origin, transport: late })).toMatchObject([
      { ...dated, warnings: [expect.stringContaining('is 20 days old')] },
    ])
  })

  test.each<[string, Readonly<Record<string, Answer>>]>([
    ['does not parse', { 'https://acme.example/v4': '<html>', 'https://acme.example/v6': TEN }],
    [
      'has become too small',
      { 'https://acme.example/v4': '5.6.7.0/24', 'https://acme.example/v6': '5.6.8.0/24' },
    ],
    ['is there in part', { 'https://acme.example/v4': TEN }],
  ])('leaves no temporary file of a list that %s', async (_, answers) => {
    const directory = temporaryDirectory()
    const both = source({ urls: ['https://acme.example/v4', 'https://acme.example/v6'] })
    const good = { 'https://acme.example/v4': TEN, 'https://acme.example/v6': TEN.replaceAll('5.6.', '8.9.') }
    await update([both], directory, good)
    const store = openStore(directory)
    const waiting: string[][] = []
    const watched = { ...store, close: () => waiting.push(readdirSync(join(directory, 'tmp'))) }
    expect(await update([both], directory, answers, { store: watched })).toMatchObject([{ state: 'kept' }])
    expect(waiting).toEqual([[]])
  })

  test('has nothing more to fall back on when another run has swept the files', async () => {
    const directory = temporaryDirectory()
    await update([ACME], directory, { [URL_]: TEN })
    const { transport: made } = transport(
      async () => {
        rmSync(join(directory, 'raw'), { recursive: true })
        return new Response(null, { status: 500 })
      },
      { retries: 0 },
    )
    expect(summary(await update([ACME], directory, {}, { transport: made }))).toMatchObject([
      {
        state: 'missing',
        warnings: [expect.any(String), expect.stringMatching(/^the last good version: ENOENT/)],
      },
    ])
  })

  test('takes credentials from the environment, and names only the variable', async () => {
    const paid = source({ credentials: { authorizationEnv: 'PAID_KEY', queryEnv: { token: 'PAID_TOKEN' } } })
    const env = { PAID_KEY: 'Bearer s3cret', PAID_TOKEN: 't0ken' }
    const answers = { [`${URL_}?token=t0ken`]: 403 }
    const results = await update([paid], temporaryDirectory(), answers, { env })
    expect(JSON.stringify(results)).not.toMatch(/s3cret|t0ken/)
    expect(results[0]?.warnings).toEqual(['https://acme.example/list.txt: the server answered 403'])
    expect((await update([paid], temporaryDirectory(), {}, { env: {} }))[0]?.warnings).toEqual([
      'the environment variable PAID_KEY is not set',
    ])
  })

  test('tells of each source as it is done, and answers in their order', async () => {
    const told: string[] = []
    const sources = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) =>
      source({ id, urls: [`https://acme.example/${id}`] }),
    )
    let open = 0
    let most = 0
    const { transport: made } = transport(async (url) => {
      most = Math.max(most, ++open)
      await new Promise((resolve) => setTimeout(resolve, url.endsWith('a') ? 30 : 1))
      open--
      return new Response(TEN)
    })
    const options = {
      origin: PUBLISHERS,
      store: noStore(),
      transport: made,
      env: {},
      acceptShrunk: new Set<string>(),
    }
    const results = await updateFeeds(sources, options, ({ source: { id } }) => told.push(id))
    expect(results.map((result) => result.source.id)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(told.at(-1)).toBe('a')
    expect(most).toBe(4)
  })
})

describe('a mirror', () => {
  function mirror(files: Readonly<Record<string, string>>): string {
    const directory = temporaryDirectory()
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
    return directory
  }

  const mirrored = source({
    format: { kind: 'json', paths: ['a[]'] },
    mirrors: [
      { file: 'acme.json', format: { kind: 'json', paths: ['a[]'] } },
      { file: 'acme.txt', format: { kind: 'lines' } },
    ],
  })

  test('is read by the format of the first file that is there', async () => {
    const path = mirror({ 'acme.txt': TEN })
    const directory = temporaryDirectory()
    const [result] = await update([mirrored], directory, {}, { origin: { kind: 'directory', path } })
    expect(summary([result as FeedResult])).toMatchObject([{ state: 'new', count: 10 }])
    expect(readdirSync(path)).toEqual(['acme.txt'])
    // Read again as what it was, although the source itself is JSON.
    expect(summary(await update([mirrored], directory, {}, { origin: { kind: 'offline' } }))).toMatchObject([
      { state: 'unchanged', count: 10 },
    ])
  })

  test('without the file keeps the last good version with a warning', async () => {
    const directory = temporaryDirectory()
    await update(
      [mirrored],
      directory,
      {},
      { origin: { kind: 'directory', path: mirror({ 'acme.txt': TEN }) } },
    )
    const warnings = ['not in the mirror (acme.json or acme.txt)']
    for (const origin of [
      { kind: 'directory', path: mirror({}) },
      { kind: 'mirror', url: 'https://mirror.example/' },
    ] as const) {
      expect(summary(await update([mirrored], directory, {}, { origin }))).toEqual([
        { state: 'kept', count: 10, warnings },
      ])
    }
  })

  test('tells what it does not have from what cannot be used', async () => {
    const why = async (files: Readonly<Record<string, string>>, of = mirrored) => {
      const origin: Origin = { kind: 'directory', path: mirror(files) }
      const [result] = await update([of], temporaryDirectory(), {}, { origin })
      return result?.state === 'missing' ? result.why : result?.state
    }
    expect(await why({})).toBe('absent')
    expect(await why({ 'acme.txt': '<html>' })).toBe('failed')
    expect(await why({}, source({ urls: [], file: '/nowhere/own.txt' }))).toBe('failed')
  })

  test('without the file leaves the list out', async () => {
    const origin: Origin = { kind: 'directory', path: mirror({}) }
    expect(summary(await update([mirrored], temporaryDirectory(), {}, { origin }))).toEqual([
      {
        state: 'missing',
        count: undefined,
        warnings: ['not in the mirror (acme.json or acme.txt): left out'],
      },
    ])
  })

  test('may be on a server', async () => {
    const origin: Origin = { kind: 'mirror', url: 'https://mirror.example/feeds' }
    const answers = { 'https://mirror.example/feeds/acme.txt': TEN }
    expect(summary(await update([mirrored], temporaryDirectory(), answers, { origin }))).toMatchObject([
      { state: 'new', count: 10 },
    ])
    expect(summary(await update([mirrored], temporaryDirectory(), {}, { origin }))).toMatchObject([
      { state: 'missing', warnings: ['not in the mirror (acme.json or acme.txt): left out'] },
    ])
    const broken = { 'https://mirror.example/feeds/acme.json': 500 }
    expect(summary(await update([mirrored], temporaryDirectory(), broken, { origin }))).toMatchObject([
      { warnings: ['https://mirror.example/feeds/acme.json: the server answered 500, after 4 attempts'] },
    ])
  })

  test("does not stand in for the operator's own file", async () => {
    const path = mirror({ 'own.txt': TEN })
    const own = source({ urls: [], file: join(path, 'own.txt') })
    expect(summary(await update([own], temporaryDirectory(), {}))).toMatchObject([
      { state: 'new', count: 10 },
    ])
    const gone = source({ urls: [], file: join(path, 'gone.txt') })
    expect(summary(await update([gone], temporaryDirectory(), {}))).toMatchObject([
      { state: 'missing', warnings: [`there is no file ${join(path, 'gone.txt')}`] },
    ])
  })
})

describe('the store', () => {
  test.each([
    ['{"version":1,"sour', 'is not JSON: started anew, without last good versions'],
    ['{"version":2,"sources":{}}', 'is not as this version writes it (version): started anew'],
    [
      '{"version":1,"sources":{"acme":{"parts":[{"file":"../../x"}]}}}',
      'is damaged (acme.variant): started anew',
    ],
  ])('with a damaged state begins anew and says so: %s', async (text, message) => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'state.json'), text)
    const store = openStore(directory)
    expect(store.warnings[0]).toContain(message)
    expect(summary(await update([ACME], directory, { [URL_]: TEN }, { store }))).toMatchObject([
      { state: 'new' },
    ])
    expect(openStore(directory).warnings).toEqual([])
  })

  test('does not give out a last good version that has changed on the disk', async () => {
    const directory = temporaryDirectory()
    await update([ACME], directory, { [URL_]: TEN })
    const [file = ''] = readdirSync(join(directory, 'raw'))
    writeFileSync(join(directory, 'raw', file), `${TEN}\n8.8.8.0/24`)
    const warning = `the last good version (${file}) is missing or damaged`
    expect(summary(await update([ACME], directory, { [URL_]: 500 }))).toMatchObject([
      { state: 'missing', warnings: [warning, expect.stringContaining('the server answered 500')] },
    ])
    // Asked without a condition, and so repaired.
    expect(summary(await update([ACME], directory, { [URL_]: TEN }))).toEqual([
      { state: 'new', count: 10, warnings: [warning] },
    ])
    expect(summary(await update([ACME], directory, { [URL_]: TEN }))).toMatchObject([{ warnings: [] }])
  })

  test('that keeps nothing leaves nothing', async () => {
    const path = temporaryDirectory()
    mkdirSync(join(path, 'x'))
    writeFileSync(join(path, 'acme.txt'), TEN)
    const changes = { store: noStore(), origin: { kind: 'directory', path } } as const
    expect(summary(await update([ACME], path, {}, changes))).toMatchObject([{ state: 'new' }])
    expect(readdirSync(path).sort()).toEqual(['acme.txt', 'x'])
  })
})
