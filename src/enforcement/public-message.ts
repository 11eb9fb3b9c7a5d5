import type { ReasonCode } from '../policy/reasons.ts'

/** What a client may learn of a reason: its story, whether trying again helps, and what to do. */
export interface PublicMessage {
  readonly title: string
  readonly detail: string
  /** The request may succeed after the person changes something about it. */
  readonly retryable: boolean
  readonly nextSteps: readonly string[]
}

const CONTACT = 'If you think this is a mistake, contact support and give the reference.'
const NO_VPN = 'Turn off the VPN or proxy and try again.'
const NEW_SESSION = 'Request a new session and try again.'
const OUR_FAULT = 'This is a fault on our side. Try again later.'

const message = (
  title: string,
  detail: string,
  retryable: boolean,
  ...nextSteps: string[]
): PublicMessage => ({
  title,
  detail,
  retryable,
  nextSteps,
})

const KEY = message(
  'API key not accepted here',
  'This API key was used in a way that its terms do not allow.',
  false,
  CONTACT,
)
const ACCOUNT = message(
  'Account could not be matched to this place',
  'What is known of this account does not agree with where the connection comes from.',
  false,
  CONTACT,
)

/**
 * The one mapping from reasons to public text. Exhaustive: a reason without a text does not compile. Says the true
 * cause and never the thresholds.
 */
const MESSAGES: Readonly<Record<ReasonCode, PublicMessage>> = {
  'request.path': message(
    'The address of this request is ambiguous',
    'The path could be read in more than one way, or is too long, so it was not forwarded.',
    true,
    'Send the path without doubled slashes, dot segments, backslashes, semicolons or needless escapes.',
  ),
  'request.host': message(
    'Unknown host',
    'The host this request names is not served here.',
    true,
    'Use the host name from the documentation.',
  ),
  'request.method': message(
    'Method not served',
    'The method of this request is not forwarded.',
    true,
    'Use one of the documented methods.',
  ),
  'request.body': message(
    'Unexpected content',
    'A request with this method has no content, and this one carried some.',
    true,
    'Send the request without content, or with another method.',
  ),
  'request.rate': message(
    'Too many requests',
    'This was asked for too often within a short time.',
    true,
    'Wait a minute and try again.',
  ),
  'resource.ambiguous': message(
    'Ambiguous content',
    'The content of this request could be read in more than one way.',
    true,
    'Send each member once, in UTF-8.',
  ),
  'service.misconfigured': message(
    'Service unavailable',
    'The service cannot decide requests at the moment.',
    false,
    OUR_FAULT,
  ),
  'service.no_key': message(
    'Service unavailable',
    'The service cannot sign what it verified.',
    false,
    OUR_FAULT,
  ),
  'service.stale': message(
    'Service unavailable',
    'What the service knows is too old to decide by.',
    false,
    OUR_FAULT,
  ),
  'origin.unreachable': message(
    'Service unavailable',
    'The service behind this gate could not be reached.',
    false,
    OUR_FAULT,
  ),
  'origin.invalid': message(
    'Bad answer',
    'The service behind this gate gave an answer that cannot be passed on.',
    false,
    OUR_FAULT,
  ),
  'origin.timeout': message(
    'No answer in time',
    'The service behind this gate did not answer in time.',
    false,
    OUR_FAULT,
  ),
  'place.restricted': message(
    'Not available in your region',
    'This service may not be used from the place your connection comes from.',
    false,
    CONTACT,
  ),
  'place.not_allowed': message(
    'Not available in your region',
    'This service may be used from certain places only, and your connection comes from another.',
    false,
    CONTACT,
  ),
  'network.hosting': message(
    'This connection comes from a hosting network',
    'The address belongs to a data centre or cloud. For a person that usually means a VPN or a work gateway.',
    true,
    NO_VPN,
    'If a server of yours calls this service, contact support to have it identified.',
  ),
  'network.vpn': message(
    'This connection comes through a VPN',
    'The address belongs to a VPN service.',
    true,
    NO_VPN,
    CONTACT,
  ),
  'network.proxy': message(
    'This connection comes through a proxy',
    'The address belongs to a proxy service.',
    true,
    NO_VPN,
    CONTACT,
  ),
  'network.tor': message(
    'This connection comes through Tor',
    'Where a Tor connection begins cannot be told.',
    true,
    'Use an ordinary connection and try again.',
  ),
  'network.privacy_relay': message(
    'This connection comes through a privacy relay',
    'This resource is not available through a privacy relay.',
    true,
    'Turn the relay off for this site and try again.',
  ),
  'network.edge_worker': message(
    "This connection comes through somebody's Worker",
    'The request was relayed by a program at the edge, so its client cannot be told.',
    true,
    'Connect directly and try again.',
  ),
  'network.unknown': message(
    'This connection could not be identified',
    'Too little is known about the connection to decide.',
    true,
    'Try again from another network.',
    CONTACT,
  ),
  'place.unknown': message(
    'Your region could not be determined',
    'This service depends on the region, and the region of this connection is not known.',
    true,
    'Try again from another network.',
    CONTACT,
  ),
  'place.ambiguous': message(
    'Your region could not be determined closely enough',
    'Part of the country is restricted, and which part this connection comes from is not known.',
    true,
    'Try again from another network, for example Wi-Fi instead of mobile data.',
    CONTACT,
  ),
  'place.unproven': message(
    'Your location could not be confirmed well enough',
    'This part of the service needs to know more surely where a connection comes from.',
    true,
    'Try again from a home or mobile connection.',
    CONTACT,
  ),
  'place.impossible': message(
    'Your region could not be confirmed',
    'What is known about this connection does not fit together.',
    true,
    NO_VPN,
    CONTACT,
  ),
  'place.not_served': message(
    'Not served in your region',
    'This service keeps the data of each region apart, and has no location for yours.',
    false,
    CONTACT,
  ),
  'policy.denied': message(
    'Not allowed',
    'The rules of this service do not allow this request.',
    false,
    CONTACT,
  ),
  'key.shared': KEY,
  'key.travel': KEY,
  'key.cluster': KEY,
  'key.surge': KEY,
  'key.exposed': KEY,
  'account.card': ACCOUNT,
  'account.phone': ACCOUNT,
  'account.ownership': ACCOUNT,
  'account.conflict': ACCOUNT,
  'session.required': message('Session required', 'This resource needs a session token.', true, NEW_SESSION),
  'session.expired': message('Session expired', 'The session token is past its time.', true, NEW_SESSION),
  'session.revoked': message('Session ended', 'The session was ended.', true, NEW_SESSION),
  'session.invalid': message(
    'Session not valid',
    'The session token is not one of this service.',
    true,
    NEW_SESSION,
  ),
  'session.proof': message(
    'Proof of possession required',
    'The session token is bound to a key or certificate, and this request does not prove that its sender holds it.',
    true,
    'Send a fresh proof in Cordon-DPoP, with the nonce from Cordon-DPoP-Nonce if there is one.',
  ),
  'session.place_changed': message(
    'Session from another country',
    'The session token was issued to a connection from another country.',
    true,
    NEW_SESSION,
  ),
  'session.network_changed': message(
    'Session from another network',
    'The session token was issued to a connection through another kind of network.',
    true,
    NEW_SESSION,
  ),
  'session.binding': message(
    'Session of another client',
    'The session token is bound to another client.',
    true,
    NEW_SESSION,
  ),
  'session.cross_site': message(
    'Not from this site',
    'A session can only be changed by a page of this service, and this request does not say that it comes from one.',
    true,
    'Open the service itself and try again. Programs present their token in Cordon-Session.',
  ),
}

export function publicMessage(reason: ReasonCode): PublicMessage {
  return MESSAGES[reason]
}
