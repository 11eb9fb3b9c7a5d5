import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildPackages } from '../../tools/packages.ts'
import { PROJECT_ROOT } from '../../tools/project.ts'
import { CLIENTS } from '../support/clients.ts'
import { VARS } from '../support/gate.ts'

const consumer = mkdtempSync(join(tmpdir(), 'cordon-consumer-'))
const ofProject = (path: string) => join(PROJECT_ROOT, path)

/** A project of somebody else's: the packages as they are published, and what it has installed itself. */
beforeAll(async () => {
  // Nothing of an earlier build may lie there and be found.
  const built = join(consumer, 'built')
  await buildPackages(join(built, 'dist'))
  const installed = join(consumer, 'node_modules/cordon')
  const { files, dependencies, ...manifest } = JSON.parse(readFileSync(ofProject('package.json'), 'utf8'))
  const { name, version, type, exports } = manifest
  for (const file of files) cpSync(join(built, file), join(installed, file), { recursive: true })
  writeFileSync(join(installed, 'package.json'), JSON.stringify({ name, version, type, exports }))
  for (const name of [...Object.keys(dependencies), '@cloudflare/workers-types']) {
    const link = join(consumer, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(ofProject(`node_modules/${name}`), link)
  }
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ type: 'module' }))
})
afterAll(() => rmSync(consumer, { recursive: true, force: true }))

/** What the README shows of a Worker of one's own, with what it leaves to the reader. */
function readmeWorkers(): { readonly middleware: string; readonly origin: string } {
  const readme = readFileSync(ofProject('README.md'), 'utf8')
  const section = readme.split('\n### In your own Worker\n')[1]?.split('\n## ')[0] ?? ''
  const [middleware = '', origin = ''] = [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map(
    ([, code = '']) => code,
  )
  const importHono = /from 'hono'/.test(middleware) ? '' : "import { Hono } from 'hono'\n"
  const yours = `declare const yours: { fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> }
    interface Env { readonly MINE: string }\n`
  return {
    middleware: importHono + middleware,
    origin:
      yours +
      (/satisfies/.test(origin) ? origin : origin.replace(/^}$/m, '} satisfies ExportedHandler<Env>')),
  }
}

describe('the package cordon', () => {
  test.each(['bundler', 'nodenext'])('has types for a Worker with plain tsc: %s', (resolution) => {
    const { middleware, origin } = readmeWorkers()
    expect(middleware).toContain('app.use(cordon())')
    expect(origin).toContain('inFrontOf(')
    writeFileSync(join(consumer, 'middleware.ts'), middleware)
    writeFileSync(join(consumer, 'origin.ts'), origin)
    writeFileSync(
      join(consumer, 'wrong.ts'),
      `import { type CordonVariables, type AssertionClaims, ControlObject } from 'cordon'
       export const classOf = ({ cordon }: CordonVariables): AssertionClaims['net']['class'] => cordon.net.class
       export class Mine extends ControlObject {}
       // @ts-expect-error a claim that there is none of
       export const wrong = ({ cordon }: CordonVariables) => cordon.nett`,
    )
    const module = resolution === 'nodenext' ? 'nodenext' : 'esnext'
    const args = [
      ofProject('node_modules/typescript/bin/tsc'),
      ...['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2024', '--lib', 'es2024'],
      ...['--module', module, '--moduleResolution', resolution, '--types', '@cloudflare/workers-types'],
      ...['middleware.ts', 'origin.ts', 'wrong.ts'],
    ]
    const compiled = spawnSync(process.execPath, args, { cwd: consumer, encoding: 'utf8' })
    expect([compiled.stdout, compiled.status]).toEqual(['', 0])
  })
})

describe('dist/cordon.js, as middleware of a Hono app in a Worker', () => {
  let worker: Miniflare | undefined

  beforeAll(async () => {
    const entry = join(consumer, 'worker.ts')
    writeFileSync(
      entry,
      `import { Hono } from 'hono'
       import { cordon } from 'cordon'
       export { ControlObject, ReplayObject } from 'cordon'
       let reached = 0
       const app = new Hono()
       app.use(cordon())
       app.get('/reached', (c) => c.json({ reached }))
       app.all('*', (c) => {
         reached++
         return c.json({ geo: c.get('cordon').geo, greeting: c.env.GREETING })
       })
       export default app`,
    )
    const { outputFiles } = await build({
      entryPoints: [entry],
      absWorkingDir: consumer,
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2024',
      conditions: ['workerd', 'worker', 'browser'],
      external: ['cloudflare:*'],
    })
    worker = new Miniflare(
      convertV4MiniflareOptions({
        modules: [{ type: 'ESModule', path: 'worker.js', contents: outputFiles[0]?.text ?? '' }],
        compatibilityDate: '2026-10-23',
        cf: false,
        // Miniflare sends its own address as Host, whatever the URL says.
        bindings: { ...VARS, HOSTS: ['127.0.0.1'], GREETING: 'hello' },
        handleStructuredLogs: () => {},
      }),
    )
  })
  afterAll(() => worker?.dispose())

  async function send(path: string, cf: object): Promise<readonly [number, Record<string, unknown>]> {
    if (worker === undefined) throw new Error('the Worker is not up')
    const response = await worker.dispatchFetch(new URL(path, await worker.ready).href, {
      cf: cf as never,
      headers: { 'CF-Connecting-IP': '73.162.10.1' },
    })
    return [response.status, (await response.json()) as Record<string, unknown>]
  }

  test('lets an admitted request through to the handler, with what was verified', async () => {
    expect(await send('/a?b=1', CLIENTS.home)).toEqual([
      200,
      { geo: { country: 'US', region: 'US-CA' }, greeting: 'hello' },
    ])
  })

  test('refuses the others before the handler hears of them', async () => {
    const [, before] = await send('/reached', CLIENTS.home)
    expect(await send('/', CLIENTS.northKorea)).toMatchObject([451, { reason: 'place.restricted' }])
    expect(await send('/', CLIENTS.tor)).toMatchObject([403, { reason: 'network.tor' }])
    expect((await send('/reached', CLIENTS.home))[1]).toEqual(before)
  })

  test('answers for itself below /.cordon', async () => {
    expect(await send('/.cordon/health', CLIENTS.home)).toEqual([200, { status: 'ok' }])
  })
})
