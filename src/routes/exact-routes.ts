import type { Env } from 'hono'
import { Hono } from 'hono/quick'
import { TrieRouter } from 'hono/router/trie-router'
import { pathAsSent } from '../request/path-as-sent.ts'

/**
 * An app that answers for the paths it is given and for no other spelling of them. The preset's own choice of router would
 * take `/a/` for `/a`; its constructor does not ask.
 */
export function exactRoutes<E extends Env>(): Hono<E> {
  const app = new Hono<E>({ getPath: pathAsSent })
  app.router = new TrieRouter()
  return app
}
