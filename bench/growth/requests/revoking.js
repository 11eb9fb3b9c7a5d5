/** The production bundle, and a way to put revocations in force that does not go through the admin door's limits. */
import production, { ControlObject as Production } from './index.js'

export { ReplayObject } from './index.js'

/** As many as one actor may make in a minute. */
const CHANGES_EACH = 60

export class ControlObject extends Production {
  async fill(count) {
    const now = Math.floor(Date.now() / 1000)
    for (let made = 0; made < count; made++) {
      const changed = await this.change(
        {
          change: {
            action: 'revoke',
            kind: made % 2 === 0 ? 'session' : 'account',
            value: `revoked-${String(made).padStart(14, '0')}`,
            forSeconds: 86_400,
          },
          by: { name: `bench-${Math.floor(made / CHANGES_EACH)}`, role: 'operator' },
          why: 'a benchmark',
          decision: 'd'.repeat(22),
        },
        now,
      )
      if (!changed.ok) throw new Error(changed.error)
    }
  }
}

const FILL = /^https:\/\/[^/]+\/\.bench\/fill\/(\d+)$/

export default {
  async fetch(request, env, ctx) {
    const count = FILL.exec(request.url)?.[1]
    if (count === undefined) return production.fetch(request, env, ctx)
    await env.CONTROL.getByName('control').fill(Number(count))
    return new Response('filled')
  },
}
