import type { Context } from 'hono'
import { carryOut } from '../../admin/carry-out.ts'
import type { AdminFault } from '../../admin/faults.ts'
import { isChange, type Operation, type Performed } from '../../admin/operation.ts'
import { OPERATIONS } from '../../admin/operations.ts'
import { checkOrigin } from '../../admin/same-origin.ts'
import type { Result } from '../../lib/result.ts'
import type { CordonEnv } from '../../middleware/types.ts'
import { exactRoutes } from '../exact-routes.ts'
import { type AdminEnv, enter, known, requestOf } from './enter.ts'
import { readBody, readQuery } from './input.ts'
import { ADMIN_HEADERS, adminProblem } from './problem.ts'

const ADMIN_PATH = '/.cordon/admin'

/** Everything behind the door, and the door. Paths are matched as sent, as the application around it does. */
const admin = exactRoutes<AdminEnv>().basePath(ADMIN_PATH)

// What fails here is answered by whoever answers for the rest.
admin.onError((error) => {
  throw error
})
admin.use(known())
admin.use(enter())

for (const operation of OPERATIONS) {
  admin.on(operation.method, routeOf(operation), (c) => serve(c, operation))
}
for (const path of new Set(OPERATIONS.map(routeOf))) {
  const methods = OPERATIONS.filter((operation) => routeOf(operation) === path).map(({ method }) => method)
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
  admin.all(path, (c) => adminProblem({ code: 'admin.method' }, c.var.decisionId, { Allow: allow }))
}
admin.all('*', (c) => adminProblem({ code: 'admin.unknown' }, c.var.decisionId))

/** Answers a request of the outer application, with what that one knows of it. */
export async function serveAdmin(c: Context<CordonEnv>): Promise<Response> {
  const { gate, decisionId } = c.var
  return admin.fetch(c.req.raw, { ...c.env, asked: { gate, decisionId } })
}

/** The path as the router writes it. */
function routeOf({ path }: Operation): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}

async function serve(c: Context<AdminEnv>, operation: Operation): Promise<Response> {
  const result = await perform(c, operation)
  if (!result.ok) return adminProblem(result.error, c.var.decisionId)
  const { output, repeated = false } = result.value
  return new Response(JSON.stringify(output), {
    headers: {
      ...ADMIN_HEADERS,
      'Content-Type': 'application/json',
      ...(repeated ? { 'Idempotency-Replayed': 'true' } : {}),
    },
  })
}

async function perform(c: Context<AdminEnv>, operation: Operation): Promise<Result<Performed, AdminFault>> {
  const request = c.req.raw
  if (isChange(operation)) {
    const checked = checkOrigin(request.headers, new URL(request.url).origin)
    if (!checked.ok) return checked
  }
  const input = isChange(operation)
    ? await readBody(request, c.req.param(), operation.bodyBytes)
    : readQuery(request.url)
  if (!input.ok) return input
  const asked = {
    input: input.value,
    by: c.var.administrator,
    idempotencyKey: request.headers.get('Idempotency-Key') ?? undefined,
  }
  return carryOut(operation, c.var.adminContext, asked, requestOf(c), c.env.log)
}
