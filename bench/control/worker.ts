/** Reads of `Control` inside workerd, as isolates make them: through the stub, many at once. */
import type { UnixSeconds } from '../../src/lib/time.ts'
import type { ControlObject } from '../../src/state/control/object.ts'
import { controlStub } from '../../src/state/control/stub.ts'

export { ControlObject } from '../../src/state/control/object.ts'

interface Bindings {
  readonly CONTROL: DurableObjectNamespace<ControlObject>
}

const NOW = 4_102_444_800 as UnixSeconds
/** As many as one actor may make in a minute. */
const CHANGES_EACH = 60

export default {
  async fetch(request: Request, { CONTROL }: Bindings): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const control = controlStub(CONTROL)
    const count = Number(searchParams.get('count'))
    const atOnce = Number(searchParams.get('at-once'))
    const from = Number(searchParams.get('from') ?? 0)
    switch (pathname) {
      case '/fill':
        await repeat(count, atOnce, async (made) => {
          const actor = `bench-${Math.floor((from + made) / CHANGES_EACH)}`
          const changed = await control.change(
            {
              change: {
                action: 'revoke',
                kind: 'session',
                value: paddedTo22(from + made),
                forSeconds: 86_400,
              },
              by: { name: actor, role: 'operator' },
              why: 'a benchmark',
              decision: 'd'.repeat(22),
            },
            NOW,
          )
          if (!changed.ok) throw new Error(changed.error)
        })
        return new Response('filled')
      case '/unchanged':
        // Every change has been one revocation: their number is the stamp.
        await repeat(count, atOnce, () => control.read(from, NOW))
        return new Response('read')
      case '/complete':
        await repeat(count, atOnce, () => control.read(undefined, NOW))
        return new Response('read')
      case '/answered':
        // Without what the isolate makes of it.
        await repeat(count, atOnce, async () => CONTROL.getByName('control').read(undefined, NOW, 'packed'))
        return new Response('read')
      case '/made':
        // The further back the clock, the more has not expired by it: the object cannot use what it has ready.
        await repeat(count, atOnce, async (made) =>
          CONTROL.getByName('control').read(undefined, earlier(from + made), 'packed'),
        )
        return new Response('read')
      case '/bytes':
        return Response.json(await CONTROL.getByName('control').read(undefined, NOW, 'packed'))
      default:
        return new Response('no such subject', { status: 404 })
    }
  },
}

function earlier(times: number): UnixSeconds {
  return (NOW - (1 + times) * 3_600) as UnixSeconds
}

/** Of the length of a session id. */
function paddedTo22(number: number): string {
  return String(number).padStart(22, 's')
}

async function repeat(
  count: number,
  atOnce: number,
  task: (number: number) => Promise<unknown>,
): Promise<void> {
  let begun = 0
  const lane = async () => {
    while (begun < count) await task(begun++)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}
