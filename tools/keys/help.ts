export const HELP = `Usage: npm run keys -- <command> [options]

  generate      print a private JWKS of one key, which signs at once, for SIGNING_KEYS
      --alg ES256|EdDSA    default ES256

  rotate        read the private JWKS on stdin, print it with a new key that signs from some minutes on
      --alg ES256|EdDSA    default ES256
      --in SECONDS         how long until it signs; default 900, and no less: the secret has reached every data
                           centre by then (600), and every origin has read the published keys (300)
      --at INSTANT         the same as an instant, such as 2026-11-23T06:00Z
      --emergency          it signs at once, and a waiting key is dropped. Origins that hold the published keys refuse
                           its assertions for up to five minutes
      --keep SECONDS       drop keys that retired longer ago; default 90060, longer than any token can live.
                           --emergency --keep 0 drops every other key, and so ends every session

  list          read the private JWKS on stdin, check it as the gate does, print each key's state. No private part
                is printed
      --keep SECONDS       how long a retired key verifies; default 90060; the gate goes by its SESSION_LIFETIMES

  secret        print a value for CREDENTIAL_SECRET (32 random bytes, base64url)

  admin-token   print the list for ADMIN_TOKEN_SHA256 with one entry more, and the new token itself on stderr, once.
                The present list is read on stdin, when there is one
      --role support|operator|compliance|auditor
      --name NAME          who holds it, as the records will name them

  --now INSTANT (rotate, list) takes another time for now, to rehearse. --help prints this.

A signing key is next (published, verifies, does not sign yet), then active (the one that signs), then retired
(verifies what it signed), then ended. The clock moves it on, in the same second everywhere, so that a rotation is one
command and one secret. Of the keys that have begun, the one with the greatest active_from signs.

Secrets at Cloudflare cannot be read back. Keep the private set in your secrets manager, and rotate it from there:

  set=$(vault kv get -field=jwks secret/cordon/signing-keys | npm run --silent keys -- rotate) &&
    printf %s "$set" | vault kv put secret/cordon/signing-keys jwks=- &&
    printf %s "$set" | npm run --silent wrangler -- secret put SIGNING_KEYS

(no tee into both: were rotate to refuse, it would put nothing in the place of your keys). Who keeps nothing cannot
rotate, only start anew: generate, put, and every session ends while origins refuse assertions for up to five minutes.

The first time; only the result goes to stdout, so that it can be piped without being seen:

  npm run --silent keys -- generate | npm run --silent wrangler -- secret put SIGNING_KEYS
  npm run --silent keys -- secret | npm run --silent wrangler -- secret put CREDENTIAL_SECRET

A new CREDENTIAL_SECRET gives every API key another id. Move the old one to CREDENTIAL_SECRET_PREVIOUS first, so that
known keys stay known, and delete that one SESSION_IDENTITY_SECONDS later.
`
