import type { Context } from 'hono'
import { encodeBase64url } from '../lib/bytes.ts'
import type { PageFrame } from '../pages/layout.tsx'
import type { Spoken } from '../texts/speak.ts'
import type { CordonEnv } from './types.ts'

const NONCE_BYTES = 16

/** What a page of this gate looks like; without the operator's own while the configuration is broken. */
export function pageFrame(c: Context<CordonEnv>, spoken: Spoken): PageFrame {
  const gate = c.get('gate') as CordonEnv['Variables']['gate'] | undefined
  return { spoken, brand: gate?.config.PAGE ?? {}, nonce: encodeBase64url(c.env.random(NONCE_BYTES)) }
}
