/** Refusals, whole: texts, problem, form, answer. */
import { type Context, Hono } from 'hono'
import { refuse } from '../../../src/middleware/refuse.ts'
import type { CordonEnv } from '../../../src/middleware/types.ts'
import { LANGUAGES } from '../../../src/texts/languages.ts'
import { at } from '../../at.ts'
import { browserRequest } from '../browsers.ts'
import type { Fixture, Visit } from '../fixture.ts'
import { awaited, type Subject } from '../subject.ts'

const FORMS = {
  json: { accept: 'application/json', type: 'application/problem+json' },
  page: { accept: 'text/html', type: 'text/html; charset=utf-8' },
} as const

/** In each language in turns, English first. */
export async function refusal(fixture: Fixture, form: keyof typeof FORMS): Promise<Subject> {
  const { accept, type } = FORMS[form]
  const refusals = await Promise.all(
    fixture.refusedVisits.map(async (visit, client) => {
      const headers = { Accept: accept, 'Accept-Language': at(LANGUAGES, client).tag }
      const request = browserRequest(client, { country: 'CU', headers })
      return { visit, context: await contextOf(request, visit, fixture) }
    }),
  )
  return awaited<Response>({
    call(index) {
      const { visit, context } = at(refusals, index)
      return refuse(context, 'place.restricted', { decided: visit, status: 451 })
    },
    fold: ({ status }) => status,
    async isRight(answer, index) {
      const { headers, status } = answer
      const isForm = headers.get('Content-Type') === type
      const isLanguage = headers.get('Content-Language') === at(LANGUAGES, index % refusals.length).tag
      return status === 451 && isForm && isLanguage && (await answer.text()).includes('place.restricted')
    },
  })
}

/** As the middleware before it leaves it. */
async function contextOf(
  request: Request,
  { id, snapshot }: Visit,
  { dependencies, gate, policy }: Fixture,
): Promise<Context<CordonEnv>> {
  let held: Context<CordonEnv> | undefined
  const app = new Hono<CordonEnv>().all('*', (c) => {
    held = c
    return c.body(null)
  })
  await app.fetch(request, dependencies)
  if (held === undefined) throw new Error('no context')
  held.set('decisionId', id)
  held.set('gate', gate)
  held.set('policy', policy)
  held.set('target', snapshot.target)
  return held
}
