import type { NetworkClass } from '../net/network-class.ts'
import type { StepId, StoryId } from './stories.ts'

/** A text, and whether somebody who speaks the language has read it: what nobody has, a page says of itself. */
export interface Text {
  readonly text: string
  readonly reviewed: boolean
}

/** Written, and read by nobody yet who would know. */
export function draft(text: string): Text {
  return { text, reviewed: false }
}

/** Read and found right by a person who speaks the language, who says so in the commit that changes `draft` to this. */
export function reviewed(text: string): Text {
  return { text, reviewed: true }
}

/** A story: what it is, in a few words, and why, in a sentence or two. Names the true cause, never a threshold. */
export interface Story {
  readonly title: Text
  readonly detail: Text
}

/** Words on pages around the stories. */
export const LABEL_IDS = [
  // On every page.
  'reference',
  'support',
  'unreviewed',
  // On a refusal.
  'next_steps',
  'what_we_saw',
  'reason',
  'legal_basis',
  'appeal',
  // What a connection is described by.
  'place',
  'network',
  'operator',
  'address',
  'tls',
  'latency',
  'time_zone',
  'session',
  'unknown',
  'none',
  // What the edge sees of me.
  'whoami_title',
  'whoami_intro',
  'verdict_for',
  'verdict_allow',
  'verdict_limit',
  'verdict_challenge',
  'verdict_deny',
  'not_enforced',
  'content_decides',
  'valid_until',
  // Saying that a refusal is wrong.
  'appeal_title',
  'appeal_intro',
  'appeal_message',
  'appeal_contact',
  'appeal_privacy',
  'appeal_send',
  'appeal_received_title',
  'appeal_received',
  'appeal_not_taken_title',
  'appeal_not_taken',
] as const
export type LabelId = (typeof LABEL_IDS)[number]

/** Everything that is said in one language. A missing text does not compile. */
export interface Locale {
  readonly stories: Readonly<Record<StoryId, Story>>
  readonly steps: Readonly<Record<StepId, Text>>
  readonly labels: Readonly<Record<LabelId, Text>>
  /** Kinds of network, as a person would say them. */
  readonly classes: Readonly<Record<NetworkClass, Text>>
}
