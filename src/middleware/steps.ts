import type { Context, Handler, MiddlewareHandler } from 'hono'
import { onError } from './on-error.ts'
import type { CordonEnv } from './types.ts'

type At = Context<CordonEnv>

/** Undefined: on to the next step. */
type Answer = Response | undefined

/** One step on the way of a request. */
export interface Step {
  /** On the way in. An answer ends the way: what comes behind this step never hears of the request. */
  readonly before?: (c: At) => Answer | Promise<Answer>
  /** On the way out with `c.res`, whoever has given it; only where this step has let the request pass. */
  readonly after?: (c: At) => undefined | Promise<void>
}

/**
 * A way: these steps in their order, what answers at its end, and the steps once more in reverse. It is what Hono makes of
 * middleware, in one handler, which waits where a step has something to wait for and nowhere else: most steps have nothing
 * to do for most requests, and each `await` costs as much as some of them.
 *
 * What a step throws becomes the last-resort answer, which the steps before it still see.
 */
export function through(steps: readonly Step[], end: (c: At) => Promise<Response>): Handler<CordonEnv> {
  return async (c) => {
    let passed = 0
    try {
      let answer: Answer
      for (const { before } of steps) {
        const said = before?.(c)
        answer = said instanceof Promise ? await said : said
        if (answer !== undefined) break
        passed++
      }
      c.res = answer ?? (await end(c))
    } catch (error) {
      await fail(c, error)
    }
    while (passed > 0) {
      try {
        const done = steps[--passed]?.after?.(c)
        if (done !== undefined) await done
      } catch (error) {
        await fail(c, error)
      }
    }
    return c.res
  }
}

async function fail(c: At, error: unknown): Promise<void> {
  if (!(error instanceof Error)) throw error
  c.error = error
  c.res = await onError(error, c)
}

/** A step among the middleware of a Hono app. */
export function middleware({ before, after }: Step): MiddlewareHandler<CordonEnv> {
  return async (c, next) => {
    const answer = await before?.(c)
    if (answer !== undefined) return answer
    await next()
    await after?.(c)
    return undefined
  }
}
