/** The admin door as an operator's program uses it. */
import { createHash, randomBytes } from 'node:crypto'
import { ask } from '../load/load.ts'
import { rawRequest } from '../load/request.ts'
import { jsonOf } from './token.ts'

export interface Operator {
  readonly token: string
  /** The value of the secret ADMIN_TOKEN_SHA256. */
  readonly secret: string
}

export function newOperator(): Operator {
  const token = `cordon_admin_${randomBytes(24).toString('base64url')}`
  const sha256 = createHash('sha256').update(token).digest('hex')
  return { token, secret: JSON.stringify([{ name: 'soak', role: 'operator', sha256 }]) }
}

export type Door = (
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  order?: object,
) => Promise<Readonly<Record<string, unknown>>>

/** Every order has a reason. Rejects where one is not carried out, with what was said. */
export function doorAt(port: number, { token }: Operator): Door {
  return async (method, path, order) => {
    const { status, body } = await ask(
      port,
      rawRequest({
        method,
        path: `/.cordon/admin${path}`,
        headers: {
          Authorization: `Bearer ${token}`,
          'Sec-Fetch-Site': 'same-origin',
          ...(order === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(order === undefined ? {} : { body: JSON.stringify({ ...order, why: 'a soak' }) }),
      }),
    )
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${body.toString()}`)
    return (jsonOf(body.toString()) ?? {}) as Record<string, unknown>
  }
}
