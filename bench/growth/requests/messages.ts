/** What a message has much of, every gate has to carry: beside ours, the floor of any gate of our shape. */
import { cordonWorker } from '../../load/cordon.ts'
import { ADMITTED } from '../../load/expectation.ts'
import type { Kit } from '../../load/kit.ts'
import { CLIENTS, homeAddress, inTurns, rawRequest } from '../../load/request.ts'
import type { Workerd } from '../../load/workerd.ts'
import type { Case, RequestCurve } from './case.ts'
import { cookieWith, type SessionSigner, sessionSigner } from './signed-sessions.ts'

interface Message {
  /** As it turned out. */
  readonly size: number
  readonly headers: Readonly<Record<string, string>>
}

type MessageMaker = (size: number, sign: SessionSigner) => Promise<Message>

interface Sizes {
  readonly dimension: string
  readonly unit: string
  readonly sizes: readonly number[]
  readonly quickSizes: readonly number[]
}

function curvesOf(about: Sizes, make: MessageMaker): readonly RequestCurve[] {
  const common = { ...about, level: 'request', nature: 'message' } as const
  let signer: Promise<SessionSigner> | undefined
  const signerOf = (kit: Kit, port: number) => {
    signer ??= sessionSigner(kit, port)
    return signer
  }
  return [
    {
      ...common,
      name: 'known session',
      start: async (kit, sizes) => {
        const process = await kit.start(about.dimension, await cordonWorker(kit))
        return casesOf(process, sizes, await signerOf(kit, process.port), make)
      },
    },
    {
      ...common,
      name: 'gate-shaped floor',
      quickSizes: [],
      start: async (kit, sizes) => {
        const process = await kit.start(`${about.dimension}-floor`, { modules: await kit.peer('floor') })
        if (signer === undefined) throw new Error('the floor comes after the gate')
        return casesOf(process, sizes, await signer, make)
      },
    },
  ]
}

async function casesOf(
  process: Workerd,
  sizes: readonly number[],
  sign: SessionSigner,
  make: MessageMaker,
): Promise<readonly Case[]> {
  const cases: Case[] = []
  for (const wanted of sizes) {
    const messages = await Promise.all(Array.from({ length: CLIENTS }, () => make(wanted, sign)))
    const next = inTurns(
      messages.map(({ headers }, client) => rawRequest({ address: homeAddress(client), headers })),
    )
    cases.push({ size: messages[0]?.size ?? wanted, process, expects: ADMITTED, requests: () => next })
  }
  return cases
}

/** What an account has at most, beside an id as long as one may be. */
const ACCOUNT = {
  sub_kind: 'account',
  sub: 'a'.repeat(128),
  acct: { created: 1_600_000_000, home: 'US-CA' },
}

/** The last one is as long as the verifier takes; what is too much in it is a claim that nobody reads. */
export const tokens = curvesOf(
  { dimension: 'token', unit: 'character', sizes: [0, 2_000, 4_096], quickSizes: [0, 4_096] },
  async (wanted, sign) => {
    const own =
      wanted === 0 ? {} : { ...ACCOUNT, sub: `${ACCOUNT.sub.slice(22)}${crypto.randomUUID().slice(-22)}` }
    const plain = await sign(own)
    // Three octets are four characters.
    const missing = Math.floor(((wanted - plain.length) * 3) / 4) - '"pad":"",'.length
    const token = missing <= 0 ? plain : await sign({ ...own, pad: 'p'.repeat(missing) })
    return { size: token.length, headers: { Cookie: cookieWith(token) } }
  },
)

const COOKIE_BYTES = 64

export const cookies = curvesOf(
  {
    dimension: 'cookies',
    unit: 'byte',
    sizes: [0, 1_024, 4_096, 8_192],
    quickSizes: [0, 8_192],
  },
  async (size, sign) => {
    const others = Array.from({ length: size / COOKIE_BYTES }, (_, at) => {
      const name = `cookie_${at}=`
      return `${name}${'v'.repeat(COOKIE_BYTES - name.length - 2)}; `
    })
    return { size, headers: { Cookie: `${others.join('')}${cookieWith(await sign())}` } }
  },
)

/** Of `rawRequest`, with the session. */
const USUAL_HEADERS = 17

export const headers = curvesOf(
  { dimension: 'headers', unit: 'header', sizes: [20, 40, 100], quickSizes: [20, 100] },
  async (size, sign) => {
    const more = Array.from({ length: size - USUAL_HEADERS }, (_, at) => [
      `X-Client-Fact-${at}`,
      `some value of usual length ${at}`,
    ])
    return { size, headers: { ...Object.fromEntries(more), Cookie: cookieWith(await sign()) } }
  },
)
