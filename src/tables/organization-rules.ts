import type { NetworkClass } from '../net/network-class.ts'
import {
  EXCEPTIONS,
  LEGAL_FORMS,
  NOT_RETAIL,
  ORGANIZATION_RULES,
  type OrganizationRule,
  OTHER_TRADES,
} from './organization-words.ts'

/** A guess from a name, never better than `low`: a name says what a firm likes to be called. */
export interface OrganizationMatch {
  readonly class: NetworkClass
  /** The rule's name in `organization-words.ts`, for reports. */
  readonly rule: string
  readonly confidence: 'low'
}

// The longest names in the registries have some 130 characters; the rest of a longer one is not a name.
const MAX_LENGTH = 256

// Splits at case changes too ("VietServer", "ProtonVPN"). Each character is tried at most twice, whatever the input.
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|[\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu
const ACCENT = /[\u0300-\u036f]/g
// What nearly all phrases are, and what needs neither of the two above: every isolate reads them all when it starts.
const PLAIN_WORDS = /^[a-z]+(?: [a-z]+)*$/

/** Compatibility forms (full-width letters) and accents off; Hangul and kana composed again, so that they compare. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(ACCENT, '').normalize('NFC')
}

function wordsOf(plainText: string): string[] {
  return (plainText.match(WORD) ?? []).map((word) => word.toLowerCase())
}

interface Phrase<T> {
  readonly words: readonly string[]
  readonly means: T
}

/** Phrases by their first word, so that a name costs one look-up a word. */
type PhraseIndex<T> = ReadonlyMap<string, readonly Phrase<T>[]>

const FORM = '.'
const FORMS: ReadonlySet<string> = new Set(LEGAL_FORMS)

function indexPhrases<T>(entries: readonly (readonly [phrase: string, means: T])[]): PhraseIndex<T> {
  const index = new Map<string, Phrase<T>[]>()
  for (const [phrase, means] of entries) {
    const form = phrase.endsWith(` ${FORM}`)
    const words = PLAIN_WORDS.test(phrase)
      ? phrase.split(' ')
      : [...wordsOf(plain(phrase)), ...(form ? [FORM] : [])]
    const first = words[0]
    if (first === undefined) throw new Error(`empty phrase for an organisation rule: "${phrase}"`)
    const held = index.get(first)
    if (held === undefined) index.set(first, [{ words, means }])
    else held.push({ words, means })
  }
  return index
}

function isForm(word: string): boolean {
  return word.length === 1 || FORMS.has(word)
}

function startsAt(words: readonly string[], start: number, phrase: readonly string[]): boolean {
  return phrase.every((expected, offset) => {
    const word = words[start + offset]
    return word !== undefined && (expected === FORM ? isForm(word) : word === expected)
  })
}

function find<T>(words: readonly string[], index: PhraseIndex<T>): { start: number; phrase: Phrase<T> }[] {
  return words.flatMap((word, start) =>
    (index.get(word) ?? [])
      .filter((phrase) => startsAt(words, start, phrase.words))
      .map((phrase) => ({ start, phrase })),
  )
}

const EXCEPTED = indexPhrases(EXCEPTIONS.map((phrase) => [phrase, true]))
const OTHER_TRADE = indexPhrases(OTHER_TRADES.map((phrase) => [phrase, true]))
const WHOLESALE = indexPhrases(NOT_RETAIL.map((phrase) => [phrase, true]))
const RULES = indexPhrases(
  ORGANIZATION_RULES.flatMap((rule, rank) => rule.phrases.map((phrase) => [phrase, rank] as const)),
)
const COMPOUNDS = ORGANIZATION_RULES.flatMap((rule, rank) =>
  rule.compounds.map((compound) => ({ text: plain(compound), rank })),
)
const MATCHES: readonly OrganizationMatch[] = ORGANIZATION_RULES.map((rule) =>
  Object.freeze({ class: rule.class, rule: rule.rule, confidence: 'low' as const }),
)

/** Blanks instead of deletions, so that the words left and right of an exception do not become neighbours. */
function withoutExceptions(words: readonly string[]): readonly string[] {
  const kept = [...words]
  for (const { start, phrase } of find(words, EXCEPTED)) kept.fill('', start, start + phrase.words.length)
  return kept
}

function fits(rule: OrganizationRule, words: readonly string[]): boolean {
  if (rule.class === 'education') return true
  if (find(words, OTHER_TRADE).length > 0) return false
  return rule.class !== 'residential' || find(words, WHOLESALE).length === 0
}

/**
 * Guesses the kind of network from its organisation's name, or `undefined` when no rule fits or the name is a known near
 * miss ("Colombia", "St. Cloud", "NetCologne").
 *
 * Only whole words count. The name is free text that its holder chose, so whoever registers an ASN writes it: at most the
 * first 256 characters are read, in linear time, and the answer may lower an assurance but never prove one.
 */
export function matchOrganization(name: string): OrganizationMatch | undefined {
  const text = plain(name.slice(0, MAX_LENGTH))
  const words = withoutExceptions(wordsOf(text))
  const ranks = [
    ...find(words, RULES).map(({ phrase }) => phrase.means),
    ...COMPOUNDS.filter((compound) => text.includes(compound.text)).map((compound) => compound.rank),
  ]
  if (ranks.length === 0) return undefined
  const best = Math.min(...ranks)
  const rule = ORGANIZATION_RULES[best]
  return rule !== undefined && fits(rule, words) ? MATCHES[best] : undefined
}
