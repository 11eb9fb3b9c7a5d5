import { SignJWT } from 'jose'
import { generateCredentialSecret } from '../../../tools/signing-keys.ts'
import { FORWARDED } from '../expectation.ts'
import { CLIENTS, homeAddress, inTurns, rawRequest } from '../request.ts'
import type { Subject } from '../subject.ts'

const SECRET = generateCredentialSecret()

export const honoJwt: Subject = {
  name: 'honoJwt',
  kind: 'peer',
  about: 'hono/jwt (HS256) and a country check',
  expects: FORWARDED,
  prepare: async (kit) => ({
    worker: { modules: await kit.peer('hono-jwt'), variables: { SECRET } },
    async requests() {
      const clients = Array.from({ length: CLIENTS }, async (_, client) =>
        rawRequest({
          address: homeAddress(client),
          headers: { Cookie: `theme=dark; session=${await tokenOf(client)}` },
        }),
      )
      return inTurns(await Promise.all(clients))
    },
  }),
}

function tokenOf(client: number): Promise<string> {
  return new SignJWT({ country: 'US' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(`client-${client}`)
    .setIssuedAt()
    .setExpirationTime('30 minutes')
    .sign(new TextEncoder().encode(SECRET))
}
