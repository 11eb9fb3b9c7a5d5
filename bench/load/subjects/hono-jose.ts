import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { ADMITTED } from '../expectation.ts'
import { BASE_URL, CLIENTS, homeAddress, inTurns, rawRequest } from '../request.ts'
import type { Subject } from '../subject.ts'

export const honoJose: Subject = {
  name: 'honoJose',
  kind: 'peer',
  about: 'Hono, jose on each request (ES256), country check, same hand-over',
  expects: ADMITTED,
  async prepare(kit) {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    return {
      worker: {
        modules: await kit.peer('hono-jose'),
        variables: { PUBLIC_KEY: await exportJWK(publicKey), ISSUER: BASE_URL },
      },
      async requests() {
        const clients = Array.from({ length: CLIENTS }, async (_, client) =>
          rawRequest({
            address: homeAddress(client),
            headers: { Cookie: `theme=dark; session=${await tokenOf(client, privateKey)}` },
          }),
        )
        return inTurns(await Promise.all(clients))
      },
    }
  },
}

/** With about as much in it as a session of Cordon's. */
function tokenOf(client: number, key: CryptoKey): Promise<string> {
  return new SignJWT({
    sub_kind: 'none',
    acr: 'substantial',
    geo: { country: 'US', region: 'US-CA' },
    net: { asn: 7922, class: 'residential' },
    pol: '0123456789abcdef',
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'session+jwt', kid: 'k'.repeat(43) })
    .setIssuer(BASE_URL)
    .setAudience(BASE_URL)
    .setSubject(`client-${client}`)
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setNotBefore('0 seconds')
    .setExpirationTime('30 minutes')
    .sign(key)
}
