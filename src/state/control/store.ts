import { MAX_DOCUMENT_BYTES } from '../../config/live-document.ts'
import { encodeBase64url, utf8 } from '../../lib/bytes.ts'
import { canonicalJson } from '../../lib/canonical-json.ts'
import { err, ok, type Result } from '../../lib/result.ts'
import type { UnixSeconds } from '../../lib/time.ts'
import type { Appeal, AppealEntry, AppealFault, AppealPage, AppealTaken } from './appeal-types.ts'
import { Appeals } from './appeals.ts'
import { Documents } from './documents.ts'
import { KeptRevocations } from './kept-revocations.ts'
import { CLIENTS_SHARE, LIMITS, MAX_BREAK_GLASS_SECONDS, MAX_PAGE, PROPAGATION_SECONDS } from './limits.ts'
import { countOrder, earlierOrder, hasPace, noteOrder, orderOf } from './orders.ts'
import type { PackedUpdate } from './packed.ts'
import { prune, type Settings, settingsOf } from './prune.ts'
import { integer, recordOf, revocationOf, text } from './rows.ts'
import { type ControlStorage, createSchema, type SqlRow, type SqlValue } from './schema.ts'
import { revocationsSince } from './since.ts'
import type {
  Change,
  Changed,
  ChangeFault,
  ChangeOrder,
  ChangeRecord,
  ControlUpdate,
  EarlierOrder,
  Page,
  PolicyDocument,
  PolicyHistory,
  Revocation,
} from './types.ts'

const ID_BYTES = 16

/** Of these a later token of the same name is another matter: the account comes back, the revision is deployed again. */
const COMES_BACK: ReadonlySet<string> = new Set(['account', 'key', 'revision'])

/** What a change did, beside the new stamp. */
interface Outcome {
  readonly revocation?: string
  readonly epoch?: number
}

/** The logic of `Control` over a synchronous SQLite, without a clock of its own; see `types` for what it guarantees. */
export class ControlStore {
  readonly #storage: ControlStorage
  readonly #random: (bytes: number) => Uint8Array
  readonly #limits: typeof LIMITS
  readonly #documents: Documents
  readonly #appeals: Appeals
  readonly #kept: KeptRevocations

  constructor(storage: ControlStorage, random: (bytes: number) => Uint8Array, limits = LIMITS) {
    this.#storage = storage
    this.#random = random
    this.#limits = limits
    createSchema(storage)
    this.#documents = new Documents(storage.sql)
    this.#appeals = new Appeals(storage.sql)
    this.#kept = new KeptRevocations(storage.sql)
  }

  /**
   * What has changed since that stamp. Everything where there was none, or where it was never given out: then the
   * storage was lost or set back, and what the reader holds is of another time.
   */
  read(since: number | undefined, now: UnixSeconds): ControlUpdate {
    const settings = this.#settings()
    if (since !== undefined && since <= settings.stamp) return this.#since(since, settings, now)
    const everything = revocationsSince(this.#storage.sql, 0, now, 'in_force')
    return { ...this.#told(settings), complete: true, ...everything }
  }

  /** The same, with everything there is in the form that is kept ready: isolates that start are many at a time. */
  readPacked(since: number | undefined, now: UnixSeconds): ControlUpdate | PackedUpdate {
    this.#kept.forgetUnasked(now)
    const settings = this.#settings()
    if (since !== undefined && since <= settings.stamp) return this.#since(since, settings, now)
    const { rows, stamp } = this.#kept.upTo(settings, now)
    return { packed: rows, news: this.#since(stamp, settings, now) }
  }

  /**
   * Carries out an order, or says why not and changes nothing. Throws where the caller let through what it should have
   * refused: a client that wants more than to end a session, a duration that is none.
   */
  change(order: ChangeOrder, now: UnixSeconds): Result<Changed, ChangeFault> {
    assertSound(order)
    return this.#storage.transactionSync(() => this.#carryOut(order, now))
  }

  /** In force, the latest change first. */
  revocations({ limit, before }: Page, now: UnixSeconds): (Revocation & { readonly stamp: number })[] {
    return this.#rows(
      'SELECT * FROM revocations WHERE lifted = 0 AND expires > ? AND stamp < ? ORDER BY stamp DESC LIMIT ?',
      now,
      before ?? Number.MAX_SAFE_INTEGER,
      pageSize(limit),
    ).map(revocationOf)
  }

  /** The log, newest first. Lines of clients are kept for thirty days, all others for ever. */
  changes({ limit, before }: Page): ChangeRecord[] {
    return this.#rows(
      'SELECT * FROM changes WHERE stamp < ? ORDER BY stamp DESC LIMIT ?',
      before ?? Number.MAX_SAFE_INTEGER,
      pageSize(limit),
    ).map(recordOf)
  }

  earlier(order: EarlierOrder, now: UnixSeconds): ChangeRecord | undefined {
    return orderOf(this.#storage.sql, order, now)
  }

  document(sha256: string): PolicyDocument | undefined {
    return this.#documents.read(sha256)
  }

  policies(): PolicyHistory {
    return this.#documents.history()
  }

  /** Takes what a refused person says into the queue, within the bounds of `APPEAL_LIMITS`. */
  appeal(entry: AppealEntry, now: UnixSeconds): Result<AppealTaken, AppealFault> {
    const id = encodeBase64url(this.#random(ID_BYTES))
    return this.#storage.transactionSync(() => this.#appeals.take(entry, id, now))
  }

  appeals({ limit, ...page }: AppealPage): Appeal[] {
    return this.#appeals.list({ ...page, limit: pageSize(limit) })
  }

  /** Forgets what has expired. Changes nothing that `read` answers. */
  prune(now: UnixSeconds): void {
    this.#kept.forget()
    this.#storage.transactionSync(() => prune(this.#storage.sql, now))
  }

  #since(since: number, settings: Settings, now: UnixSeconds): ControlUpdate {
    const told = { ...this.#told(settings), complete: false }
    if (since === settings.stamp) return { ...told, revocations: [], lifted: [] }
    return { ...told, ...revocationsSince(this.#storage.sql, since, now, 'with_lifted') }
  }

  #told({ stamp, epoch, tables }: Settings) {
    return { stamp, epoch, tables, ...this.#documents.inForce() }
  }

  #carryOut(order: ChangeOrder, now: UnixSeconds): Result<Changed, ChangeFault> {
    const { sql } = this.#storage
    const change = canonicalJson(order.change)
    const earlier = earlierOrder(sql, order, now)
    if (!earlier.ok) return earlier
    if (earlier.value !== undefined) return ok(this.#changed(earlier.value, true))
    const { changedAt } = this.#settings()
    // Not by one caller's word for the time: a clock that is a year ahead for one request would undo every revocation.
    prune(sql, Math.min(now, changedAt) as UnixSeconds)
    if (!hasPace(sql, order.by, this.#limits, now)) return err('control.rate')

    const stamp = this.#settings().stamp + 1
    const done = this.#apply(order, stamp, now)
    if (!done.ok) return done
    const { revocation = null, epoch = null } = done.value
    sql.exec('UPDATE settings SET stamp = ?, changed_at = ?', stamp, now)
    const { by, why, decision } = order
    sql.exec(
      'INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[stamp, now, by.name, by.role, why, decision, change, revocation, epoch],
    )
    noteOrder(sql, order, stamp, now)
    countOrder(sql, by, now)
    const [line] = this.changes({ limit: 1 })
    if (line === undefined) throw new Error('the log has lost a line')
    return ok(this.#changed(line, false))
  }

  #apply(order: ChangeOrder, stamp: number, now: UnixSeconds): Result<Outcome, ChangeFault> {
    const { change, by } = order
    switch (change.action) {
      case 'revoke': {
        const revoked = this.#revoke(change, by.role === 'client', stamp, now)
        if (!revoked.ok || change.kind !== 'signing_key') return revoked
        // What was forged with it may have been renewed already, and is then signed by a good key.
        return ok({ ...revoked.value, epoch: this.#raiseEpoch() })
      }
      case 'lift':
        return this.#lift(change.revocation, stamp, now)
      case 'raise_epoch':
        return ok({ epoch: this.#raiseEpoch() })
      case 'set_tables':
        this.#rows('UPDATE settings SET tables = ?', change.sha256 ?? null)
        return ok({})
      case 'set_policy':
      case 'set_candidate': {
        const fault = this.#documents.point(order, change, stamp, now)
        return fault === undefined ? ok({}) : err(fault)
      }
      case 'break_glass':
        this.#documents.breakGlass((now + change.seconds) as UnixSeconds)
        return ok({})
      case 'end_break_glass':
        this.#documents.breakGlass(undefined)
        return ok({})
      case 'close_appeal':
      case 'close_appeals': {
        const fault = this.#appeals.close(order, change, now)
        return fault === undefined ? ok({}) : err(fault)
      }
    }
  }

  /** What is revoked already goes on being so, for longer, under the same id. */
  #revoke(
    { kind, value, forSeconds }: Extract<Change, { action: 'revoke' }>,
    isClient: boolean,
    stamp: number,
    now: UnixSeconds,
  ): Result<Outcome, ChangeFault> {
    const issuedUpTo = COMES_BACK.has(kind) ? now + PROPAGATION_SECONDS : null
    // Later than the last token of now: a session goes on being renewed where nobody has heard yet.
    const expires = now + forSeconds + PROPAGATION_SECONDS
    const [held] = this.#rows(
      'SELECT id, by_client FROM revocations WHERE kind = ? AND value = ? AND lifted = 0',
      kind,
      value,
    )
    if (held !== undefined) {
      const id = text(held, 'id')
      const byClient = isClient ? integer(held, 'by_client') : 0
      this.#rows(
        `UPDATE revocations SET at = max(at, ?), issued_up_to = max(issued_up_to, ?), expires = max(expires, ?),
          by_client = ?, stamp = ? WHERE id = ?`,
        ...[now, issuedUpTo, expires, byClient, stamp, id],
      )
      this.#count(0, byClient - integer(held, 'by_client'))
      return ok({ revocation: id })
    }
    if (!this.#hasRoom(isClient, now)) return err('control.full')
    const id = encodeBase64url(this.#random(ID_BYTES))
    this.#rows(
      'INSERT INTO revocations VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)',
      ...[id, kind, value, now, issuedUpTo, expires, isClient ? 1 : 0, stamp],
    )
    this.#count(1, isClient ? 1 : 0)
    return ok({ revocation: id })
  }

  #lift(id: string, stamp: number, now: UnixSeconds): Result<Outcome, ChangeFault> {
    const [held] = this.#rows(
      'SELECT by_client FROM revocations WHERE id = ? AND lifted = 0 AND expires > ?',
      id,
      now,
    )
    if (held === undefined) return err('control.not_found')
    // Kept until it would have expired, for isolates that have yet to hear of it.
    this.#rows('UPDATE revocations SET lifted = 1, stamp = ? WHERE id = ?', stamp, id)
    this.#count(-1, -integer(held, 'by_client'))
    return ok({ revocation: id })
  }

  /**
   * Sessions and tokens of the old epoch are worth nothing, and there are no others that were revoked: those rows go,
   * and make room. An isolate drops them as well when it hears of the epoch. A key that leaked signs for any epoch.
   */
  #raiseEpoch(): number {
    const gone = this.#rows(
      `DELETE FROM revocations WHERE kind IN ('session', 'token') RETURNING lifted, by_client`,
    ).filter(({ lifted }) => lifted === 0)
    this.#count(-gone.length, -gone.filter((row) => row.by_client === 1).length)
    const [raised] = this.#rows('UPDATE settings SET epoch = epoch + 1 RETURNING epoch')
    if (raised === undefined) throw new Error('the settings are gone')
    return integer(raised, 'epoch')
  }

  #hasRoom(isClient: boolean, now: UnixSeconds): boolean {
    const { revocations } = this.#limits
    const fits = ({ inForce, byClients }: Settings) =>
      inForce < revocations && (!isClient || byClients < revocations * CLIENTS_SHARE)
    if (fits(this.#settings())) return true
    prune(this.#storage.sql, now)
    return fits(this.#settings())
  }

  #count(inForce: number, byClients: number): void {
    this.#rows('UPDATE settings SET in_force = in_force + ?, by_clients = by_clients + ?', inForce, byClients)
  }

  /** Everything that this one change touched, as it is now. */
  #changed(record: ChangeRecord, repeated: boolean): Changed {
    const { epoch, tables } = this.#settings()
    const rows =
      record.revocation === undefined
        ? []
        : this.#rows('SELECT * FROM revocations WHERE id = ?', record.revocation)
    const update: ControlUpdate = {
      stamp: record.stamp,
      epoch,
      tables,
      ...this.#documents.inForce(),
      complete: false,
      revocations: rows.filter(({ lifted }) => lifted === 0).map(withoutStamp),
      lifted: rows.filter(({ lifted }) => lifted !== 0).map((row) => text(row, 'id')),
    }
    return { record, update, repeated }
  }

  #settings(): Settings {
    return settingsOf(this.#storage.sql)
  }

  #rows(query: string, ...bindings: SqlValue[]): SqlRow[] {
    return this.#storage.sql.exec(query, ...bindings).toArray()
  }
}

function withoutStamp(row: SqlRow): Revocation {
  const { stamp: _, ...revocation } = revocationOf(row)
  return revocation
}

function pageSize(limit: number): number {
  return Math.min(Math.max(Math.trunc(limit) || 1, 1), MAX_PAGE)
}

function assertSound({ change, by, document }: ChangeOrder): void {
  const points = change.action === 'set_policy' || change.action === 'set_candidate'
  if (document !== undefined && (!points || change.sha256 === undefined))
    throw new Error('a document comes with a change that points at it')
  if (document !== undefined && utf8(document.text).length > MAX_DOCUMENT_BYTES)
    throw new RangeError('the document is too long')
  if (change.action === 'break_glass' && !isDuration(change.seconds, MAX_BREAK_GLASS_SECONDS))
    throw new RangeError('seconds must be a positive integer, and a day at most')
  if (by.role === 'client' && (change.action !== 'revoke' || change.kind !== 'session'))
    throw new Error('a client may end a session, and nothing else')
  if (change.action !== 'revoke') return
  if (!isDuration(change.forSeconds, Number.MAX_SAFE_INTEGER))
    throw new RangeError('forSeconds must be a positive integer')
}

function isDuration(seconds: number, most: number): boolean {
  return Number.isSafeInteger(seconds) && seconds >= 1 && seconds <= most
}
