import { createHash } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { cordonWorker, headerOf } from '../cordon.ts'
import { ADMITTED } from '../expectation.ts'
import { ask } from '../load.ts'
import { BASE_URL, onceEach, PATH, rawRequest } from '../request.ts'
import type { Subject } from '../subject.ts'

/** More than any machine takes; where they run out, the turn is shorter. */
const PROOFS_PER_SECOND = 3_000

interface ClientKey {
  readonly privateKey: CryptoKey
  readonly jwk: JWK
}

export const dpopClient: Subject = {
  name: 'dpopClient',
  kind: 'cordon',
  about: 'API client, a DPoP proof with each request',
  expects: { ...ADMITTED, has: [...(ADMITTED.has ?? []), 'cordon-renew: '] },
  async prepare(kit) {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const { kty, crv, x, y } = await exportJWK(publicKey)
    const key = { privateKey, jwk: { kty, crv, x, y } as JWK }
    return {
      worker: await cordonWorker(kit),
      async requests(port, seconds) {
        const token = await obtainToken(port, key)
        const made: Buffer[] = []
        const ath = createHash('sha256').update(token).digest('base64url')
        const htu = `${BASE_URL}${PATH.split('?')[0]}`
        for (let count = Math.ceil(PROOFS_PER_SECOND * seconds); count > 0; count--) {
          const proof = await proofFor(key, { htm: 'GET', htu, ath })
          made.push(rawRequest({ headers: { 'Cordon-Session': token, 'Cordon-DPoP': proof } }))
        }
        return onceEach(made)
      },
    }
  },
}

/** As a client does that knows nothing yet: asks for the nonce, then for the token. */
async function obtainToken(port: number, key: ClientKey): Promise<string> {
  const path = '/.cordon/session'
  const about = { htm: 'POST', htu: `${BASE_URL}${path}` }
  const send = async (claims: object) =>
    ask(
      port,
      rawRequest({ method: 'POST', path, headers: { 'Cordon-DPoP': await proofFor(key, claims) }, body: '' }),
    )
  const nonce = headerOf(await send(about), 'Cordon-DPoP-Nonce')
  const { status, body } = await send({ ...about, nonce })
  if (status !== 200) throw new Error(`no token: ${status} ${body.toString()}`)
  return (JSON.parse(body.toString()) as { readonly token: string }).token
}

function proofFor({ privateKey, jwk }: ClientKey, claims: object): Promise<string> {
  return new SignJWT({ jti: crypto.randomUUID(), ...claims })
    .setIssuedAt()
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
    .sign(privateKey)
}
