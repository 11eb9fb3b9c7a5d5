import type { Scalar } from './fields.ts'
import { Literal } from './literal.ts'

/** A line of more members, or of more bytes, is not worth the memory. */
const MAX_MEMBERS = 256
const MAX_BYTES = 16 << 10
/** Values that change now and then are tried again after so many lines. */
const LEARN_EVERY = 2_048

/** What a member of the line that is learnt from came to. */
interface Learnt {
  /** Where its name's quote stands. */
  readonly at: number
  /** Behind the comma that follows its value. */
  readonly end: number
  readonly field: number
  readonly value: Scalar
}

interface Split {
  readonly index: number
  readonly before: Run | undefined
  readonly behind: Run | undefined
}

/** Members one behind the other, which have been the same, byte by byte, in all lines since. */
class Run {
  readonly members: readonly Learnt[]
  readonly literal: Literal
  readonly #bytes: Buffer
  readonly #fields: Uint8Array
  readonly #values: readonly Scalar[]

  private constructor(members: readonly Learnt[], literal: Literal, bytes: Buffer) {
    this.members = members
    this.literal = literal
    this.#bytes = bytes
    const wanted = members.filter(({ field }) => field >= 0)
    this.#fields = Uint8Array.from(wanted, ({ field }) => field)
    this.#values = wanted.map(({ value }) => value)
  }

  /** @param bytes of the line that the members are of */
  static of(members: readonly Learnt[], bytes: Buffer): Run | undefined {
    const [first, last] = [members[0], members.at(-1)]
    if (first === undefined || last === undefined) return undefined
    const literal = Literal.of(bytes.subarray(first.at, last.end))
    return literal && new Run(members, literal, bytes)
  }

  give(values: Scalar[]): void {
    for (let index = 0; index < this.#fields.length; index++)
      values[this.#fields[index] as number] = this.#values[index]
  }

  /** The first member that is another at `at`, and what remains before and behind it. */
  split(bytes: Buffer, at: number, end: number): Split {
    const { members } = this
    const start = members[0]?.at ?? 0
    const index = members.findIndex(
      (member) =>
        at + member.end - start > end ||
        this.#bytes.compare(bytes, at + member.at - start, at + member.end - start, member.at, member.end) !==
          0,
    )
    if (index < 0) return { index: 0, before: undefined, behind: undefined }
    return {
      index,
      before: Run.of(members.slice(0, index), this.#bytes),
      behind: Run.of(members.slice(index + 1), this.#bytes),
    }
  }
}

/**
 * Half of a log's members say the same in line after line. What was read of them once holds wherever the same bytes
 * stand at the same place of a line: behind a comma, or behind the brace that opens it.
 */
export class RepeatedMembers {
  readonly #runs: (Run | undefined)[] = []
  #learnt: Learnt[] | undefined
  #until = 1

  /** Whether this line is the one to learn from: then `add` has to be told each of its members. */
  begins(): boolean {
    if (--this.#until > 0) return false
    this.#until = LEARN_EVERY
    this.#runs.fill(undefined)
    this.#learnt = []
    return true
  }

  /** A member of the line that is learnt from, which a comma follows. */
  add(member: Learnt): void {
    this.#learnt?.push(member)
  }

  /** The line that is learnt from was sound, and this is all of it. */
  learn(bytes: Buffer, start: number, end: number): void {
    const learnt = this.#learnt ?? []
    this.#learnt = undefined
    if (learnt.length > MAX_MEMBERS || end - start > MAX_BYTES) return
    const members = learnt.map((member) => ({ ...member, at: member.at - start, end: member.end - start }))
    this.#runs[0] = Run.of(members, Buffer.from(bytes.subarray(start, end)))
  }

  /** The run that begins with this member and stands at `at`; none where a member of it has another value now. */
  at(index: number, bytes: Buffer, words: DataView, at: number, end: number): Run | undefined {
    const run = this.#runs[index]
    if (run === undefined || run.literal.isAt(words, at, end)) return run
    const { index: other, before, behind } = run.split(bytes, at, end)
    this.#runs[index] = before
    if (other > 0 || behind !== undefined) this.#runs[index + other + 1] = behind
    return before
  }
}
