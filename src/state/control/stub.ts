import type { UnixSeconds } from '../../lib/time.ts'
import { withTimeout } from '../with-timeout.ts'
import type { AppealEntry, AppealPage } from './appeal-types.ts'
import type { ControlObject } from './object.ts'
import { unpacked } from './packed.ts'
import type { ChangeOrder, Control, ControlUpdate, EarlierOrder, Page } from './types.ts'

/**
 * `Control` through its binding. A fresh stub for each call, because one whose object has failed once goes on failing;
 * and no call is repeated: an object that is overloaded would get more of what it cannot bear. Whoever waits for an answer
 * waits at most five seconds; how long a `read` may take is for `InForce` to say.
 *
 * @param name of the object; another one is another control
 */
export function controlStub(binding: DurableObjectNamespace<ControlObject>, name = 'control'): Control {
  const stub = () => binding.getByName(name)
  return {
    // Unchecked as all that comes from an object: `InForce` looks at it.
    read: async (since: number | undefined, now: UnixSeconds) =>
      unpacked(await stub().read(since, now, 'packed'), now) as ControlUpdate,
    change: (order: ChangeOrder, now: UnixSeconds) => inTime(async () => stub().change(order, now)),
    revocations: (page: Page, now: UnixSeconds) => inTime(async () => stub().revocations(page, now)),
    changes: (page: Page) => inTime(async () => stub().changes(page)),
    earlier: (order: EarlierOrder, now: UnixSeconds) => inTime(async () => stub().earlier(order, now)),
    document: (sha256: string) => inTime(async () => stub().document(sha256)),
    policies: () => inTime(async () => stub().policies()),
    appeal: (entry: AppealEntry, now: UnixSeconds) => inTime(async () => stub().appeal(entry, now)),
    appeals: (page: AppealPage) => inTime(async () => stub().appeals(page)),
  }
}

const TIMEOUT_MILLIS = 5_000

async function inTime<T>(ask: () => Promise<T>): Promise<T> {
  const given = await withTimeout(ask(), TIMEOUT_MILLIS)
  if (given === 'timeout') throw new Error('Control has not answered in time')
  return given
}
