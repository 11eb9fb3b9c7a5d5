import { draft, type Locale } from '../locale.ts'

export const en: Locale = {
  stories: {
    request_path: {
      title: draft('The address of this request is ambiguous'),
      detail: draft('The path could be read in more than one way, or is too long, so it was not forwarded.'),
    },
    request_host: {
      title: draft('Unknown host'),
      detail: draft('The host this request names is not served here.'),
    },
    request_method: {
      title: draft('Method not served'),
      detail: draft('The method of this request is not forwarded.'),
    },
    request_body: {
      title: draft('Unexpected content'),
      detail: draft('A request with this method has no content, and this one carried some.'),
    },
    request_ambiguous: {
      title: draft('Ambiguous content'),
      detail: draft(
        'The content of this request could be read in more than one way, so it was not forwarded.',
      ),
    },
    too_many_requests: {
      title: draft('Too many requests'),
      detail: draft('This was asked for too often within a short time.'),
    },
    service_fault: {
      title: draft('Service unavailable'),
      detail: draft('This is a fault on our side, not on yours. Requests cannot be checked at the moment.'),
    },
    origin_unreachable: {
      title: draft('Service unavailable'),
      detail: draft('This is a fault on our side, not on yours. The service could not be reached.'),
    },
    origin_invalid: {
      title: draft('Bad answer'),
      detail: draft(
        'This is a fault on our side, not on yours. The service gave an answer that cannot be passed on.',
      ),
    },
    origin_slow: {
      title: draft('No answer in time'),
      detail: draft('This is a fault on our side, not on yours. The service did not answer in time.'),
    },
    place_restricted: {
      title: draft('Not available in your region'),
      detail: draft('This service may not be used from the place your connection comes from.'),
    },
    place_not_allowed: {
      title: draft('Not available in your region'),
      detail: draft(
        'This service may be used from certain places only, and your connection comes from another.',
      ),
    },
    place_mobile: {
      title: draft('Not available through this mobile network'),
      detail: draft(
        'Your mobile data reaches us from a place that this service may not be used from. With a SIM card of an operator there, that is so wherever you are.',
      ),
    },
    place_unknown: {
      title: draft('Your region could not be determined'),
      detail: draft('This service depends on the region, and the region of your connection is not known.'),
    },
    place_ambiguous: {
      title: draft('Your region could not be determined closely enough'),
      detail: draft(
        'This service may not be used from part of the country, and which part your connection comes from is not known.',
      ),
    },
    place_unproven: {
      title: draft('Your location could not be confirmed well enough'),
      detail: draft('This part of the service needs to know more surely where a connection comes from.'),
    },
    place_impossible: {
      title: draft('Your region could not be confirmed'),
      detail: draft('What is known about your connection does not fit together.'),
    },
    place_not_served: {
      title: draft('Not served in your region'),
      detail: draft('This service keeps the data of each region apart, and has no location for yours.'),
    },
    hosting_person: {
      title: draft('Your connection comes from a hosting network'),
      detail: draft(
        'The address belongs to a data centre or cloud. For a person that usually means a VPN, or a gateway at work.',
      ),
    },
    hosting_program: {
      title: draft('This connection comes from a hosting network'),
      detail: draft('The address belongs to a data centre or cloud, and nothing says whose server this is.'),
    },
    vpn: {
      title: draft('Your connection comes through a VPN'),
      detail: draft('The address belongs to a VPN service, so where you are cannot be told.'),
    },
    proxy: {
      title: draft('Your connection comes through a proxy'),
      detail: draft('The address belongs to a proxy service, so where you are cannot be told.'),
    },
    tor: {
      title: draft('Your connection comes through Tor'),
      detail: draft('Where a Tor connection begins cannot be told.'),
    },
    privacy_relay: {
      title: draft('Your connection comes through a privacy relay'),
      detail: draft('This part of the service is not available through a privacy relay.'),
    },
    edge_worker: {
      title: draft('This connection comes through somebody’s program at the edge'),
      detail: draft(
        'The request was relayed by a program on a content network, so who sent it cannot be told.',
      ),
    },
    network_unknown: {
      title: draft('Your connection could not be identified'),
      detail: draft('Too little is known about the network your connection comes through.'),
    },
    policy_denied: {
      title: draft('Not allowed'),
      detail: draft('The rules of this service do not allow this request.'),
    },
    key_shared: {
      title: draft('This API key seems to be shared'),
      detail: draft(
        'The key is used by more people, or from more places, than one holder would use it from.',
      ),
    },
    key_travel: {
      title: draft('This API key is used in places too far apart'),
      detail: draft('The key was used in places between which nobody could have travelled in the time.'),
    },
    key_cluster: {
      title: draft('This API key is used together with many others'),
      detail: draft('The key is used from the same place as many keys of other accounts.'),
    },
    key_surge: {
      title: draft('The use of this API key has risen suddenly'),
      detail: draft('The key is used in a way that does not fit how it was used before.'),
    },
    key_exposed: {
      title: draft('This API key has become known to others'),
      detail: draft('The key was found where others can read it, so it is no longer accepted.'),
    },
    account_card: {
      title: draft('The payment card does not match your region'),
      detail: draft(
        'The card of this account was issued in another country than your connection comes from.',
      ),
    },
    account_phone: {
      title: draft('The phone number does not match your region'),
      detail: draft('The phone number of this account is from another country than your connection.'),
    },
    account_ownership: {
      title: draft('This account may not use this service'),
      detail: draft('What is known about the owners of this account does not allow it.'),
    },
    account_conflict: {
      title: draft('The account does not match your region'),
      detail: draft('What is known about this account does not agree with where your connection comes from.'),
    },
    session_required: {
      title: draft('Session required'),
      detail: draft('This needs a session token, and the request carries none.'),
    },
    session_expired: {
      title: draft('Session expired'),
      detail: draft('The session token is past its time.'),
    },
    session_ended: {
      title: draft('Session ended'),
      detail: draft('The session was ended, here or by the service.'),
    },
    session_invalid: {
      title: draft('Session not valid'),
      detail: draft('The session token is not one of this service.'),
    },
    session_proof: {
      title: draft('Proof of possession required'),
      detail: draft(
        'The session token is bound to a key or certificate, and this request does not prove that its sender holds it.',
      ),
    },
    session_unbound: {
      title: draft('Session bound to a key required'),
      detail: draft(
        'This needs a session token that is bound to a key or certificate of the client, and the one that was sent is not.',
      ),
    },
    session_other_country: {
      title: draft('Session from another country'),
      detail: draft('The session token was issued to a connection from another country.'),
    },
    session_other_network: {
      title: draft('Session from another network'),
      detail: draft('The session token was issued to a connection through another kind of network.'),
    },
    session_other_client: {
      title: draft('Session of another client'),
      detail: draft('The session token is bound to another client.'),
    },
    session_cross_site: {
      title: draft('Not from this site'),
      detail: draft(
        'This can only be done by a page of this service, and the request does not say that it comes from one.',
      ),
    },
  },
  steps: {
    contact: draft('If you think this is a mistake, contact support and give the reference.'),
    vpn_off: draft('Turn off any VPN or proxy and try again.'),
    work_network: draft(
      'At work or school, the gateway there may be what we see: try another network, or ask your IT department.',
    ),
    identify_server: draft(
      'If a server of yours calls this service, send its API key with the request, or ask support to have its network identified.',
    ),
    without_tor: draft('Open this service without Tor and try again.'),
    relay_off: draft('Turn the privacy relay off for this site and try again.'),
    connect_directly: draft('Connect directly and try again.'),
    other_network: draft('Try again from another network.'),
    use_wifi: draft('Use local Wi-Fi instead of mobile data and try again.'),
    home_connection: draft('Try again from a home or mobile connection.'),
    tell_city: draft(
      'If it stays like this, tell support the reference, your city and your internet provider.',
    ),
    try_later: draft('Try again later.'),
    wait_a_minute: draft('Wait a minute and try again.'),
    new_session: draft('Request a new session and try again.'),
    fresh_proof: draft(
      'Send a fresh proof in Cordon-DPoP, with the nonce from Cordon-DPoP-Nonce if there is one.',
    ),
    bound_session: draft(
      'Request a session with a proof in Cordon-DPoP, and send a fresh proof with each request.',
    ),
    open_service: draft(
      'Open the service itself and try again. Programs present their token in Cordon-Session.',
    ),
    replace_key: draft('Make a new key, delete this one, and keep the new one to yourself.'),
    own_key: draft('Use a key of your own, and give it to nobody.'),
    check_account: draft('Check the card, phone number and address in your account.'),
    plain_path: draft(
      'Send the path without doubled slashes, dot segments, backslashes, semicolons or needless escapes.',
    ),
    documented_host: draft('Use the host name from the documentation.'),
    documented_method: draft('Use one of the documented methods.'),
    without_content: draft('Send the request without content, or with another method.'),
    members_once: draft('Send each member once, in UTF-8.'),
  },
  labels: {
    reference: draft('Reference'),
    support: draft('Contact support'),
    unreviewed: draft('This translation has not been reviewed by a person yet. The English text counts.'),
    next_steps: draft('What you can do'),
    what_we_saw: draft('What we saw'),
    reason: draft('Reason'),
    legal_basis: draft('Legal basis'),
    appeal: draft('Tell us that this is a mistake'),
    place: draft('Place'),
    network: draft('Kind of network'),
    operator: draft('Network operator'),
    address: draft('Address'),
    tls: draft('Encryption'),
    latency: draft('Latency'),
    time_zone: draft('Time zone'),
    session: draft('Session'),
    unknown: draft('not known'),
    none: draft('none'),
    whoami_title: draft('What this service sees of your connection'),
    whoami_intro: draft(
      'This is what your connection tells about itself, and what would be decided about it now.',
    ),
    verdict_for: draft('Verdict for'),
    verdict_allow: draft('allowed'),
    verdict_limit: draft('allowed, with limits'),
    verdict_challenge: draft('more proof is needed'),
    verdict_deny: draft('refused'),
    not_enforced: draft('This is not enforced at the moment: the request would pass.'),
    content_decides: draft('The content of the request decides as well, and was not looked at.'),
    valid_until: draft('valid until'),
    appeal_title: draft('Tell us that this refusal is a mistake'),
    appeal_intro: draft('A person will look at it. Nothing changes by itself.'),
    appeal_message: draft('What happened? Where are you, and how are you connected?'),
    appeal_contact: draft('How can we reach you? (optional)'),
    appeal_privacy: draft('Your message is kept for 30 days at most.'),
    appeal_send: draft('Send'),
    appeal_received_title: draft('Thank you'),
    appeal_received: draft('Your message has arrived. Keep the reference if you contact support.'),
    appeal_not_taken_title: draft('The message was not taken'),
    appeal_not_taken: draft(
      'The reference is missing or wrong, or there are too many messages at the moment. Contact support.',
    ),
  },
  classes: {
    residential: draft('home'),
    mobile: draft('mobile'),
    satellite: draft('satellite'),
    business: draft('business'),
    education: draft('school or university'),
    hosting: draft('data centre or cloud'),
    vpn: draft('VPN'),
    proxy: draft('proxy'),
    tor: draft('Tor'),
    privacy_relay: draft('privacy relay'),
    corporate_gateway: draft('company gateway'),
    edge_worker: draft('program at the edge'),
    crawler: draft('crawler'),
    operator_allowed: draft('allowed by this service'),
    unknown: draft('not known'),
  },
}
