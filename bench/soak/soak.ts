import { generateSigningKey, type SigningJwk } from '../../tools/signing-keys.ts'
import { type Kit, withKit } from '../load/kit.ts'
import { blobStoreWith } from './blob-store.ts'
import { newOperator } from './door.ts'
import { askUnloaded } from './expected.ts'
import { newKey, privateKeyOf, signedJws } from './jws.ts'
import { hostileKinds } from './kinds/hostile.ts'
import { POLITE } from './kinds/polite.ts'
import type { Tables } from './orders.ts'
import type { Schedule } from './schedule.ts'
import { openSite, type Plan } from './site.ts'
import { madeUpTables } from './tables.ts'
import { type Soaked, underLoad, type Watch } from './under-load.ts'

const TWO_HOURS_SECONDS = 7_200

/** One process under load for as long as the schedule says. Rejects when the gate or an order fails altogether. */
export function soak(schedule: Schedule, watch: Watch): Promise<Soaked> {
  return withKit(async (kit) => {
    watch.step('building')
    const tables = await madeUpTables()
    const blobs = await blobStoreWith(Object.values(tables))
    try {
      const names = { configured: tables.configured.sha256, named: tables.named.sha256 }
      const plan = { operator: newOperator(), configuredTable: names.configured, blobs: blobs.address }
      return await run(kit, plan, names, schedule, watch)
    } finally {
      blobs.close()
    }
  })
}

async function run(kit: Kit, plan: Plan, tables: Tables, schedule: Schedule, watch: Watch): Promise<Soaked> {
  const old = await generateSigningKey('ES256')
  const kinds = [...POLITE, ...hostileKinds({ own: newKey(), expired: expiredBy(old) })]
  watch.step('asking unloaded')
  const quiet = await openSite(kit, plan, [old])
  const expected = await askUnloaded(quiet, kinds, tables)
  const begins = Date.now() / 1000 + schedule.warmUpSeconds + schedule.rotatesAtSeconds
  const next = { ...(await generateSigningKey('ES256')), active_from: Math.ceil(begins) }
  const site = await openSite(kit, plan, [old, next], true)
  const rotation = { oldKey: old.kid, newKey: next.kid, at: next.active_from }
  const signingKey = privateKeyOf(old)
  return underLoad({ site, kinds, tables, expected, rotation, signingKey, schedule, watch })
}

/** As if it had been stolen from a client who was here two hours ago. */
function expiredBy(key: SigningJwk): (claims: object) => string {
  const privateKey = privateKeyOf(key)
  const header = { typ: 'cordon-session+jwt', kid: key.kid }
  return (claims) => {
    const then = Math.floor(Date.now() / 1000) - TWO_HOURS_SECONDS
    const times = { iat: then, nbf: then, auth_time: then, acr_time: then, exp: then + 600 }
    return signedJws(header, { ...claims, ...times }, privateKey)
  }
}
