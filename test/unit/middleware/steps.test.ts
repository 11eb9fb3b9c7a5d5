import fc from 'fast-check'
import { type Context, Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { Dependencies } from '../../../src/deps.ts'
import { err } from '../../../src/lib/result.ts'
import type { UnixMillis } from '../../../src/lib/time.ts'
import { onError } from '../../../src/middleware/on-error.ts'
import { middleware, type Step, through } from '../../../src/middleware/steps.ts'
import type { CordonEnv } from '../../../src/middleware/types.ts'
import type { LogRecord } from '../../../src/telemetry/records.ts'

type At = Context<CordonEnv>
type End = (c: At) => Promise<Response>

/** What a client gets, or what is thrown at whoever runs the app. */
type Outcome =
  | { readonly status: number; readonly body: string; readonly headers: string[][] }
  | { thrown: unknown }

interface Run {
  readonly trace: readonly string[]
  readonly outcome: Outcome
  readonly logged: readonly string[]
}

/** Whether a step behind this one has failed, as the steps before it see it. */
const seenBy = ({ res, error }: At) => `${res.status}${error === undefined ? '' : ` after ${error.message}`}`

async function run(app: Hono<CordonEnv>): Promise<Pick<Run, 'outcome' | 'logged'>> {
  const logged: string[] = []
  const dependencies: Dependencies = {
    clock: () => 0 as UnixMillis,
    random: (bytes) => new Uint8Array(bytes),
    log: (record: LogRecord) => void logged.push(record.event === 'error' ? record.message : record.event),
    revealHealth: false,
    gate: () => err([]),
  }
  try {
    const response = await app.request('https://gate.test/', {}, dependencies)
    const { status, headers } = response
    return { outcome: { status, body: await response.text(), headers: [...headers] }, logged }
  } catch (thrown) {
    return { outcome: { thrown }, logged }
  }
}

function newApp(): Hono<CordonEnv> {
  const app = new Hono<CordonEnv>()
  app.onError(onError)
  return app
}

function asOneHandler(steps: readonly Step[], end: End): Promise<Pick<Run, 'outcome' | 'logged'>> {
  const app = newApp()
  app.all('*', through(steps, end))
  return run(app)
}

function asMiddleware(steps: readonly Step[], end: End): Promise<Pick<Run, 'outcome' | 'logged'>> {
  const app = newApp()
  if (steps.length > 0) app.use(...steps.map(middleware))
  app.all('*', end)
  return run(app)
}

const FORMS = [
  ['through()', asOneHandler],
  ['middleware()', asMiddleware],
] as const

/** A step that says when it is asked, and lets everything pass. */
function saying(trace: string[], name: string, changes: Step = {}): Step {
  return {
    before(c) {
      trace.push(`${name} in`)
      return changes.before?.(c)
    },
    after(c) {
      trace.push(`${name} out, ${seenBy(c)}`)
      return changes.after?.(c)
    },
  }
}

describe.each(FORMS)('%s', (_, runThrough) => {
  async function traced(steps: Readonly<Record<string, Step>>, end?: End): Promise<Run> {
    const trace: string[] = []
    const made = Object.entries(steps).map(([name, step]) => saying(trace, name, step))
    const ran = await runThrough(made, async (c) => {
      trace.push('end')
      return end === undefined ? new Response('answer', { headers: { Kept: '1' } }) : end(c)
    })
    return { trace, ...ran }
  }
  const explode = (): never => {
    throw new Error('a bug')
  }

  it('goes in by one end and out by the same', async () => {
    const { trace, outcome, logged } = await traced({ a: {}, b: {}, c: {} })
    expect(trace).toEqual(['a in', 'b in', 'c in', 'end', 'c out, 200', 'b out, 200', 'a out, 200'])
    expect(outcome).toEqual({
      status: 200,
      body: 'answer',
      headers: [
        ['content-type', 'text/plain;charset=UTF-8'],
        ['kept', '1'],
      ],
    })
    expect(logged).toEqual([])
  })

  it('is the end alone without steps, and with steps that do nothing', async () => {
    expect(await traced({})).toMatchObject({ trace: ['end'], outcome: { body: 'answer' } })
    const end = async () => new Response('answer')
    expect((await runThrough([{}, {}], end)).outcome).toMatchObject({ status: 200, body: 'answer' })
  })

  it.each<readonly [string, () => Response | Promise<Response>]>([
    ['at once', () => new Response('no', { status: 403 })],
    ['later', async () => new Response('no', { status: 403 })],
  ])(
    'ends where a step answers %s: what is behind it hears nothing, and nor does it on the way out',
    async (_, before) => {
      const { trace, outcome } = await traced({ a: {}, b: {}, c: { before }, d: {} })
      expect(trace).toEqual(['a in', 'b in', 'c in', 'b out, 403', 'a out, 403'])
      expect(outcome).toMatchObject({ status: 403, body: 'no' })
    },
  )

  it('waits for a step before the next one, both ways', async () => {
    const trace: string[] = []
    const slowly = async (word: string) => {
      await new Promise((resolve) => setTimeout(resolve, 2))
      trace.push(word)
    }
    const slow = (name: string): Step => ({
      before: async () => {
        await slowly(`${name} in`)
        return undefined
      },
      after: () => slowly(`${name} out`),
    })
    await runThrough([slow('a'), slow('b')], async () => {
      await slowly('end')
      return new Response('')
    })
    expect(trace).toEqual(['a in', 'b in', 'end', 'b out', 'a out'])
  })

  it('lets a step change the answer on its way out, by its headers or as a whole', async () => {
    const mark = (c: At) => {
      c.res.headers.append('Seen', 'b')
      return undefined
    }
    const replace = (c: At) => {
      c.res = undefined
      c.res = new Response('another', { status: 410 })
      return undefined
    }
    const marked = await traced({ a: {}, b: { after: mark } })
    expect(marked.outcome).toMatchObject({ status: 200, headers: expect.arrayContaining([['seen', 'b']]) })
    const { trace, outcome } = await traced({ a: {}, b: { after: replace }, c: {} })
    expect(trace.slice(-3)).toEqual(['c out, 200', 'b out, 200', 'a out, 410'])
    expect(outcome).toMatchObject({ status: 410, body: 'another' })
  })

  const LAST_RESORT = {
    status: 500,
    body: expect.stringContaining('Internal Server Error') as string,
    headers: expect.arrayContaining([['cordon-decision', expect.any(String)]]) as string[][],
  }

  it.each<readonly [string, NonNullable<Step['before']>]>([
    ['throws', explode],
    ['rejects', async () => explode()],
  ])(
    'is the last resort where a step %s on the way in: those before it still see that',
    async (_, before) => {
      const { trace, outcome, logged } = await traced({ a: {}, b: {}, c: { before }, d: {} })
      expect(trace).toEqual(['a in', 'b in', 'c in', 'b out, 500 after a bug', 'a out, 500 after a bug'])
      expect(outcome).toEqual(LAST_RESORT)
      expect(logged).toEqual(['a bug'])
    },
  )

  it('is the last resort where the first step throws', async () => {
    const { trace, outcome } = await traced({ a: { before: explode }, b: {} })
    expect([trace, outcome]).toEqual([['a in'], LAST_RESORT])
  })

  it('is the last resort where the end throws: every step sees that', async () => {
    const { trace, outcome, logged } = await traced({ a: {}, b: {} }, async () => explode())
    expect(trace).toEqual(['a in', 'b in', 'end', 'b out, 500 after a bug', 'a out, 500 after a bug'])
    expect([outcome, logged]).toEqual([LAST_RESORT, ['a bug']])
  })

  it.each<readonly [string, NonNullable<Step['after']>]>([
    ['throws', explode],
    ['rejects', async () => explode()],
  ])(
    'is the last resort where a step %s on the way out, and nothing of the answer is left',
    async (_, after) => {
      const { trace, outcome, logged } = await traced({ a: {}, b: { after }, c: {} })
      expect(trace.slice(-4)).toEqual(['end', 'c out, 200', 'b out, 200', 'a out, 500 after a bug'])
      expect(outcome).toEqual(LAST_RESORT)
      expect(outcome).not.toMatchObject({ headers: expect.arrayContaining([['kept', '1']]) })
      expect(logged).toEqual(['a bug'])
    },
  )

  it('survives one failure after another', async () => {
    const fail = (message: string) => () => {
      throw new Error(message)
    }
    const { trace, outcome, logged } = await traced(
      { a: {}, b: { after: fail('b') }, c: { after: fail('c') } },
      async () => explode(),
    )
    expect(trace.slice(-3)).toEqual(['c out, 500 after a bug', 'b out, 500 after c', 'a out, 500 after b'])
    expect([outcome, logged]).toEqual([LAST_RESORT, ['a bug', 'c', 'b']])
  })

  it.each<readonly [string, Step]>([
    ['on the way in', { before: () => Promise.reject('no error') }],
    ['on the way out', { after: () => Promise.reject('no error') }],
  ])('throws on what is thrown and is no Error, %s: no step can answer for it', async (_, step) => {
    const { trace, outcome, logged } = await traced({ a: {}, b: step })
    expect(trace.filter((line) => line.startsWith('a out'))).toEqual([])
    expect([outcome, logged]).toEqual([{ thrown: 'no error' }, []])
  })

  it('throws on what the end throws and is no Error', async () => {
    const { trace, outcome } = await traced({ a: {} }, () => Promise.reject(null))
    expect([trace, outcome]).toEqual([['a in', 'end'], { thrown: null }])
  })
})

describe('through(): where nobody has anything to wait for', () => {
  /** What has been said by the time that the handler gives its promise back, and by its end. */
  async function atOnce(steps: (trace: string[]) => readonly Step[], end: (trace: string[]) => End) {
    const trace: string[] = []
    let first: string[] = []
    const app = newApp()
    const way = through(steps(trace), end(trace))
    app.all('*', (c, next) => {
      const answered = way(c, next)
      first = [...trace]
      return answered
    })
    await run(app)
    return { first, trace }
  }
  const threeSteps = (trace: string[]) => ['a', 'b', 'c'].map((name) => saying(trace, name))

  it('the end is asked in the same turn', async () => {
    const { first } = await atOnce(threeSteps, (trace) => async () => {
      trace.push('end')
      return new Response('')
    })
    expect(first).toEqual(['a in', 'b in', 'c in', 'end'])
  })

  it('an answer at once is through all steps in the same turn', async () => {
    const before = () => new Response('no', { status: 403 })
    const { first } = await atOnce(
      (trace) => [saying(trace, 'a'), {}, saying(trace, 'b'), { before }],
      () => async () => new Response(''),
    )
    expect(first).toEqual(['a in', 'b in', 'b out, 403', 'a out, 403'])
  })

  it('the way out takes one turn, whatever the end has taken', async () => {
    let turn = 0
    const turns: number[] = []
    const after = () => {
      turns.push(turn)
      return undefined
    }
    await atOnce(
      () => [{ after }, { after }, {}, { after }],
      () => async () => {
        await new Promise((resolve) => setTimeout(resolve, 1))
        const count = () => {
          turn++
          if (turn < 50) queueMicrotask(count)
        }
        queueMicrotask(count)
        return new Response('')
      },
    )
    expect(new Set(turns).size).toBe(1)
    expect(turns).toHaveLength(3)
  })

  it('a step that has to wait is waited for, and only that one', async () => {
    const waits: Step = { before: async () => undefined }
    const { first, trace } = await atOnce(
      (trace) => [saying(trace, 'a'), saying(trace, 'b', waits), saying(trace, 'c')],
      (trace) => async () => {
        trace.push('end')
        return new Response('')
      },
    )
    expect(first).toEqual(['a in', 'b in'])
    expect(trace).toEqual(['a in', 'b in', 'c in', 'end', 'c out, 200', 'b out, 200', 'a out, 200'])
  })
})

describe('a way in one handler is what Hono makes of the same steps as middleware', () => {
  const DEEDS_IN = ['none', 'pass', 'touch', 'answer', 'set cookie', 'throw', 'throw a text'] as const
  const DEEDS_OUT = ['none', 'pass', 'mark', 'replace', 'forget', 'throw', 'throw a text'] as const
  const DEEDS_AT_END = ['answer', 'answer with cookies', 'throw', 'throw a text'] as const

  const plan = fc.record({
    in: fc.oneof({ weight: 3, arbitrary: fc.constant('pass' as const) }, fc.constantFrom(...DEEDS_IN)),
    out: fc.oneof({ weight: 2, arbitrary: fc.constant('mark' as const) }, fc.constantFrom(...DEEDS_OUT)),
    waitsIn: fc.boolean(),
    waitsOut: fc.boolean(),
  })
  const plans = fc.array(plan, { maxLength: 6 })
  type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never
  const atEnd = fc.constantFrom(...DEEDS_AT_END)
  type AtEnd = (typeof DEEDS_AT_END)[number]

  const setCookie = (name: string): [string, string] => ['Set-Cookie', `${name}=1`]

  function deedIn(c: At, name: string, deed: Plan['in']): Response | undefined {
    if (deed === 'touch') c.res.headers.append('Touched', name)
    if (deed === 'throw') throw new Error(`${name} in`)
    if (deed === 'throw a text') throw `${name} in`
    const headers = [setCookie(name), ['From', name] as [string, string]]
    if (deed === 'set cookie') return new Response(null, { status: 204, headers })
    return deed === 'answer' ? Response.json({ name }, { status: 403 }) : undefined
  }

  function deedOut(c: At, name: string, deed: Plan['out']): undefined {
    if (deed === 'mark') c.res.headers.append('Mark', name)
    if (deed === 'throw') throw new Error(`${name} out`)
    if (deed === 'throw a text') throw `${name} out`
    if (deed === 'forget') c.res = undefined
    if (deed === 'replace') c.res = new Response(name, { status: 410, headers: [setCookie(name)] })
  }

  function stepOf(plan: Plan, at: number, trace: string[]): Step {
    const name = `step ${at}`
    const before: Step['before'] = (c) => {
      trace.push(`${name} in`)
      return deedIn(c, name, plan.in)
    }
    const after: Step['after'] = (c) => {
      trace.push(`${name} out, ${seenBy(c)}`)
      return deedOut(c, name, plan.out)
    }
    return {
      ...(plan.in === 'none' ? {} : { before: plan.waitsIn ? async (c) => before(c) : before }),
      ...(plan.out === 'none' ? {} : { after: plan.waitsOut ? async (c) => after(c) : after }),
    }
  }

  async function ran(runThrough: typeof asOneHandler, plans: readonly Plan[], last: AtEnd): Promise<Run> {
    const trace: string[] = []
    const steps = plans.map((plan, at) => stepOf(plan, at, trace))
    const result = await runThrough(steps, async () => {
      trace.push('end')
      if (last === 'throw') throw new Error('end')
      if (last === 'throw a text') throw 'end'
      const cookies = last === 'answer' ? [] : [setCookie('x'), setCookie('y')]
      return new Response('answer', { headers: [['Kept', '1'], ...cookies] })
    })
    return { trace, ...result }
  }

  it('with the same steps asked in the same order, the same answer and the same log', async () => {
    const reached = { answers: 0, lastResorts: 0, thrown: 0, ends: 0 }
    await fc.assert(
      fc.asyncProperty(plans, atEnd, async (plans, last) => {
        const [one, other] = [await ran(asOneHandler, plans, last), await ran(asMiddleware, plans, last)]
        expect(one).toEqual(other)
        if (one.trace.includes('end')) reached.ends++
        if ('thrown' in one.outcome) reached.thrown++
        else reached[one.outcome.status === 500 ? 'lastResorts' : 'answers']++
      }),
      { numRuns: 1_000 },
    )
    for (const count of Object.values(reached)) expect(count).toBeGreaterThan(50)
  })
})
