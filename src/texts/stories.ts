/**
 * Every story that a refused client can be told. Texts are per story, not per reason: what a person needs to hear depends
 * on more than the code (a hosting network is a VPN to a person and a missing identity to a program).
 *
 * A story without a text in every language does not compile.
 */
export const STORY_IDS = [
  // The request itself; read by developers.
  'request_path',
  'request_host',
  'request_method',
  'request_body',
  'request_ambiguous',
  'too_many_requests',
  // Our own fault.
  'service_fault',
  'origin_unreachable',
  'origin_invalid',
  'origin_slow',
  // The place.
  'place_restricted',
  'place_not_allowed',
  'place_mobile',
  'place_unknown',
  'place_ambiguous',
  'place_unproven',
  'place_impossible',
  'place_not_served',
  // The network.
  'hosting_person',
  'hosting_program',
  'vpn',
  'proxy',
  'tor',
  'privacy_relay',
  'edge_worker',
  'network_unknown',
  'policy_denied',
  // API keys.
  'key_shared',
  'key_travel',
  'key_cluster',
  'key_surge',
  'key_exposed',
  // Accounts.
  'account_card',
  'account_phone',
  'account_ownership',
  'account_conflict',
  // Session tokens.
  'session_required',
  'session_expired',
  'session_ended',
  'session_invalid',
  'session_proof',
  'session_unbound',
  'session_other_country',
  'session_other_network',
  'session_other_client',
  'session_cross_site',
] as const
export type StoryId = (typeof STORY_IDS)[number]

/** What a person or a developer can do next. */
export const STEP_IDS = [
  'contact',
  'vpn_off',
  'work_network',
  'identify_server',
  'without_tor',
  'relay_off',
  'connect_directly',
  'other_network',
  'use_wifi',
  'home_connection',
  'tell_city',
  'try_later',
  'wait_a_minute',
  'new_session',
  'fresh_proof',
  'bound_session',
  'open_service',
  'replace_key',
  'own_key',
  'check_account',
  'plain_path',
  'documented_host',
  'documented_method',
  'without_content',
  'members_once',
] as const
export type StepId = (typeof STEP_IDS)[number]

/** What a story means for whoever hears it, in any language. */
export interface Outlook {
  /** The request may succeed after the person changes something about it. */
  readonly retryable: boolean
  readonly steps: readonly StepId[]
}

export const OUTLOOKS: Readonly<Record<StoryId, Outlook>> = {
  request_path: { retryable: true, steps: ['plain_path'] },
  request_host: { retryable: true, steps: ['documented_host'] },
  request_method: { retryable: true, steps: ['documented_method'] },
  request_body: { retryable: true, steps: ['without_content'] },
  request_ambiguous: { retryable: true, steps: ['members_once'] },
  too_many_requests: { retryable: true, steps: ['wait_a_minute'] },
  service_fault: { retryable: false, steps: ['try_later'] },
  origin_unreachable: { retryable: false, steps: ['try_later'] },
  origin_invalid: { retryable: false, steps: ['try_later'] },
  origin_slow: { retryable: false, steps: ['try_later'] },
  place_restricted: { retryable: false, steps: ['contact'] },
  place_not_allowed: { retryable: false, steps: ['contact'] },
  place_mobile: { retryable: true, steps: ['use_wifi', 'contact'] },
  place_unknown: { retryable: true, steps: ['vpn_off', 'other_network', 'contact'] },
  place_ambiguous: { retryable: true, steps: ['use_wifi', 'other_network', 'tell_city'] },
  place_unproven: { retryable: true, steps: ['vpn_off', 'home_connection', 'contact'] },
  place_impossible: { retryable: true, steps: ['vpn_off', 'contact'] },
  place_not_served: { retryable: false, steps: ['contact'] },
  hosting_person: { retryable: true, steps: ['vpn_off', 'work_network', 'contact'] },
  hosting_program: { retryable: true, steps: ['identify_server'] },
  vpn: { retryable: true, steps: ['vpn_off', 'contact'] },
  proxy: { retryable: true, steps: ['vpn_off', 'work_network', 'contact'] },
  tor: { retryable: true, steps: ['without_tor'] },
  privacy_relay: { retryable: true, steps: ['relay_off'] },
  edge_worker: { retryable: true, steps: ['connect_directly', 'identify_server'] },
  network_unknown: { retryable: true, steps: ['other_network', 'contact'] },
  policy_denied: { retryable: false, steps: ['contact'] },
  key_shared: { retryable: true, steps: ['own_key', 'contact'] },
  key_travel: { retryable: true, steps: ['own_key', 'contact'] },
  key_cluster: { retryable: false, steps: ['contact'] },
  key_surge: { retryable: false, steps: ['contact'] },
  key_exposed: { retryable: true, steps: ['replace_key', 'contact'] },
  account_card: { retryable: true, steps: ['check_account', 'contact'] },
  account_phone: { retryable: true, steps: ['check_account', 'contact'] },
  account_ownership: { retryable: false, steps: ['contact'] },
  account_conflict: { retryable: true, steps: ['check_account', 'contact'] },
  session_required: { retryable: true, steps: ['new_session'] },
  session_expired: { retryable: true, steps: ['new_session'] },
  session_ended: { retryable: true, steps: ['new_session'] },
  session_invalid: { retryable: true, steps: ['new_session'] },
  session_proof: { retryable: true, steps: ['fresh_proof'] },
  session_unbound: { retryable: true, steps: ['bound_session'] },
  session_other_country: { retryable: true, steps: ['new_session'] },
  session_other_network: { retryable: true, steps: ['new_session'] },
  session_other_client: { retryable: true, steps: ['new_session'] },
  session_cross_site: { retryable: true, steps: ['open_service'] },
}
