/** What JSON has besides tables and lists. */
export type Scalar = string | number | boolean | null | undefined

/**
 * Members of a Logpush `http_requests` line that something is made of, by their documented names
 * (developers.cloudflare.com/logs/logpush/logpush-job/datasets/zone/http_requests). All others are skipped unread.
 */
export const FIELDS = [
  'ClientIP',
  'ClientCountry',
  'ClientRegionCode',
  'ClientCity',
  'ClientLatitude',
  'ClientLongitude',
  'ClientASN',
  'ClientASNDescription',
  'ClientRequestHost',
  'ClientRequestMethod',
  'ClientRequestURI',
  'ClientRequestPath',
  'ClientRequestProtocol',
  'ClientSSLProtocol',
  'ClientSSLCipher',
  'ClientTCPRTTMs',
  'ClientMTLSAuthStatus',
  'JA3Hash',
  'JA4',
  'BotScore',
  'VerifiedBotCategory',
  'EdgeColoCode',
  'EdgeStartTimestamp',
  'EdgeEndTimestamp',
  'RayID',
  'WorkerSubrequest',
] as const
export type FieldName = (typeof FIELDS)[number]

export const FIELD = Object.fromEntries(FIELDS.map((name, index) => [name, index])) as Record<
  FieldName,
  number
>
