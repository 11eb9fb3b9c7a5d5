import { err, ok, type Result } from '../../src/lib/result.ts'
import type { CidrBlock } from '../../src/net/cidr.ts'
import type { SpecialUse } from '../../src/net/special-use.ts'
import { acceptBlock, acceptPrefix, type PrefixProblem } from './accept-prefix.ts'
import { count, type FeedIssue, formatFeedIssue } from './issue.ts'
import { type Label, PrefixList } from './prefix-list.ts'

/** Where in a list something stands: a line number, or something that can say its path once it is asked. */
export type Place = number | { readonly path: string } | undefined

export interface IntakeOptions {
  readonly maxPrefixes: number
  /** The share of entries that may be bad and be left out with a warning. 0: one bad entry spoils the list. */
  readonly tolerate: number
  /** Places are checked in any case. Where nobody asks for them they would only fill the table with differences. */
  readonly places: 'keep' | 'drop'
}

export interface ParsedFeed {
  readonly list: PrefixList
  /** Entries that were left out although they should not have been there. */
  readonly warnings: readonly string[]
  /** What is worth knowing, and nobody's fault. */
  readonly notes: readonly string[]
  /** When the publisher made the list, where it says. */
  readonly published?: Date
}

const MAX_ISSUES = 20

/**
 * Takes in what a format finds, and judges the whole at the end. Every prefix of every format passes here.
 * Memory is bounded: by `maxPrefixes`, and by twenty issues of which the further ones are only counted.
 */
export class Intake {
  readonly #options: IntakeOptions
  readonly #list = new PrefixList()
  readonly #notes: string[] = []
  readonly #issues: FeedIssue[] = []
  readonly #specials = new Map<SpecialUse, number>()
  readonly #whyEmpty = new Set<string>()
  #part: string | undefined
  #published: Date | undefined
  #firstSpecial = ''
  #entries = 0
  #bad = 0
  #failed = false

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /** There is no use in reading on. */
  get stopped(): boolean {
    return this.#failed
  }

  startPart(name: string | undefined): void {
    this.#part = name
  }

  prefix(text: string, at: Place, label?: Label): void {
    this.#take(acceptPrefix(text), at, label)
  }

  block(block: CidrBlock, at: Place, label?: Label): void {
    this.#take(acceptBlock(block), at, label)
  }

  /** An entry that is none. */
  bad(message: string, at: Place): void {
    this.#entries++
    this.#bad++
    this.#keep(message, at)
  }

  /** The list as a whole is none: no tolerance covers that. */
  fail(message: string, at?: Place): void {
    this.#failed = true
    this.#bad++
    this.#keep(message, at)
  }

  /** What explains it, should there be nothing in the list in the end. */
  whyEmpty(text: string): void {
    this.#whyEmpty.add(text)
  }

  note(text: string): void {
    this.#notes.push(text)
  }

  publishedAt(date: Date): void {
    if (!Number.isNaN(date.getTime())) this.#published = date
  }

  finish(): Result<ParsedFeed, readonly FeedIssue[]> {
    this.#part = undefined
    const tolerated = !this.#failed && this.#bad <= this.#entries * this.#options.tolerate
    if (tolerated && this.#list.count === 0) this.fail(this.#emptyMessage())
    const more = this.#bad - this.#issues.length
    const issues =
      more > 0 ? [...this.#issues, { message: `and ${count(more)} more such entries` }] : this.#issues
    if (this.#failed || !tolerated) return err(issues)
    return ok({
      list: this.#list,
      warnings: issues.map((issue) => `left out: ${formatFeedIssue(issue)}`),
      notes: [...this.#notes, ...this.#specialNotes()],
      ...(this.#published === undefined ? {} : { published: this.#published }),
    })
  }

  #take(block: Result<CidrBlock, PrefixProblem>, at: Place, label: Label | undefined): void {
    if (!block.ok) {
      if (block.error.kind === 'refused') this.bad(block.error.message, at)
      else this.#leaveOut(block.error.use, at)
      return
    }
    if (this.#list.count >= this.#options.maxPrefixes) {
      const limit = count(this.#options.maxPrefixes)
      this.fail(`more than ${limit} prefixes, which is the most this source may have (max_prefixes)`, at)
      return
    }
    this.#entries++
    this.#list.add(block.value, this.#options.places === 'keep' ? label : withoutPlace(label))
  }

  #leaveOut(use: SpecialUse, at: Place): void {
    this.#entries++
    if (this.#specials.size === 0) this.#firstSpecial = formatFeedIssue({ ...where(at), message: use })
    this.#specials.set(use, (this.#specials.get(use) ?? 0) + 1)
  }

  #keep(message: string, at: Place): void {
    if (this.#issues.length >= MAX_ISSUES) return
    this.#issues.push({ ...(this.#part === undefined ? {} : { part: this.#part }), ...where(at), message })
  }

  #specialNotes(): string[] {
    if (this.#specials.size === 0) return []
    const total = [...this.#specials.values()].reduce((sum, number) => sum + number, 0)
    const uses = [...this.#specials].map(([use, number]) => `${count(number)} ${use}`).join(', ')
    return [`${count(total, 'prefix')} of special-use space left out (${uses}; first: ${this.#firstSpecial})`]
  }

  #emptyMessage(): string {
    if (this.#entries > 0) return 'no prefix of the list can be used'
    return ['the list is empty', [...this.#whyEmpty].join('; ')].filter((text) => text !== '').join(': ')
  }
}

function withoutPlace(label: Label | undefined): Label | undefined {
  return label?.class === undefined ? undefined : { class: label.class }
}

function where(at: Place): { line?: number; path?: string } {
  if (at === undefined) return {}
  return typeof at === 'number' ? { line: at } : { path: at.path }
}
