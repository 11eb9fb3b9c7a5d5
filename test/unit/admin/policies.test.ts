import { describe, expect, it } from 'vitest'
import type { PolicyView } from '../../../src/admin/context.ts'
import { operationNamed } from '../../../src/admin/operations.ts'
import { documentSha256, MAX_DOCUMENT_BYTES } from '../../../src/config/live-document.ts'
import { signPolicy } from '../../../src/config/policy-signature.ts'
import { canonicalJson } from '../../../src/lib/canonical-json.ts'
import {
  adminContext,
  DEPLOYED_DOCUMENT,
  DEPLOYED_REVISION,
  FakeControl,
  policyView,
} from '../../support/fake-control.ts'
import { policySigner } from '../../support/policy-signers.ts'

const WHY = 'because the test says so'
const OPERATOR = { by: { name: 'token:olga', role: 'operator' } } as const
const [EMBARGO, LICENCE] = DEPLOYED_DOCUMENT.RESTRICTED_REGIONS

/** The deployed policy with some of its variables otherwise. */
const documentWith = (changes: Record<string, unknown> = {}) =>
  JSON.stringify({ ...DEPLOYED_DOCUMENT, ...changes })
const STRICTER = documentWith({ DENIED_NETWORKS: ['vpn', 'tor'] })
const MORE = documentWith({ DENIED_NETWORKS: ['vpn', 'tor', 'proxy'] })
/** Cuba is not refused any more, which is a law's business. */
const LOOSER = {
  RESTRICTED_REGIONS: [{ ...EMBARGO, regions: ['KP'] }, LICENCE],
  POLICY: { default: 'allow' },
}
const SAID = { ...LOOSER, POLICY: { default: 'allow', overrides_basis: ['restricted:embargo'] } }

function door(view: Partial<PolicyView> = {}) {
  const control = new FakeControl()
  let followed = 0
  const policies = policyView({ follow: async () => void followed++, ...view })
  const { context, applied } = adminContext(control, { policies })
  const run = (id: string, input: object, idempotencyKey?: string) =>
    operationNamed(id).perform(
      context,
      { why: WHY, ...input },
      { ...OPERATOR, ...(idempotencyKey && { idempotencyKey }) },
    )
  const read = async (id: string, input: object = {}) => {
    const result = await operationNamed(id).perform(context, input, OPERATOR)
    return result.ok ? (result.value.output as Record<string, unknown>) : result.error
  }
  /** What it answers, or why not. */
  const ask = async (id: string, input: object, idempotencyKey?: string) => {
    const result = await run(id, input, idempotencyKey)
    return result.ok ? (result.value.output as Record<string, unknown>) : result.error
  }
  const publish = (document: string, more: object = {}, key?: string) =>
    ask('publishPolicy', { document, ...more }, key)
  return { control, context, applied, run, ask, read, publish, followed: () => followed }
}

const details = (answer: unknown) => (answer as { details?: readonly string[] }).details ?? []

describe('publishing', () => {
  it('puts a document in force under its checksum, here at once, and says what it is', async () => {
    const { publish, control, applied, followed } = door()
    const sha256 = await documentSha256(STRICTER)
    const answer = await publish(STRICTER)
    expect(answer).toEqual({
      sha256,
      revision: expect.stringMatching(/^[0-9a-f]{16}$/),
      stamp: 1,
      loosened: [],
      warnings: [],
      signed_by: [],
    })
    expect(control.orders).toEqual([
      {
        change: { action: 'set_policy', sha256 },
        document: { text: STRICTER, signatures: [] },
        replaces: { policy: undefined },
        why: WHY,
        decision: 'd'.repeat(22),
        ...OPERATOR,
      },
    ])
    expect([applied.length, followed()]).toEqual([1, 1])
  })

  it('only checks where that is asked, and stores nothing', async () => {
    const { publish, control, followed } = door()
    expect(await publish(STRICTER, { dry_run: true })).toMatchObject({
      stamp: null,
      sha256: expect.any(String),
    })
    expect(details(await publish('{}', { dry_run: true }))).not.toEqual([])
    expect([control.orders, followed()]).toEqual([[], 0])
  })

  it.each<readonly [string, string, string]>([
    ['no JSON', 'x', 'document: expected JSON'],
    ['a member twice', '{"MODE":"enforce","MODE":"notice"}', 'document: expected JSON with each member once'],
    [
      'an unknown key',
      documentWith({ MODUS: 'monitor' }),
      'MODUS: expected a variable of the policy; did you mean MODE?',
    ],
    ['a prototype', `{"__proto__":1,${STRICTER.slice(1)}`, '__proto__: expected a variable of the policy'],
    ['an unknown country', documentWith({ RESTRICTED_REGIONS: ['cu'] }), 'RESTRICTED_REGIONS[0]'],
    [
      'a forgotten list',
      JSON.stringify({ ...DEPLOYED_DOCUMENT, DENIED_NETWORKS: undefined }),
      'DENIED_NETWORKS: expected',
    ],
    [
      'a rule for no resource',
      documentWith({
        POLICY: {
          default: 'allow',
          rules: [{ id: 'r', effect: 'deny', when: { signal: 'place', is: 'CU' }, resources: ['gone'] }],
        },
      }),
      'POLICY.rules[0].resources: expected ids of resources; there is no "gone"',
    ],
    [
      'an example that fails',
      documentWith({ EXAMPLES: [{ id: 'cuba', given: { place: 'CU' }, expect: { verdict: 'allow' } }] }),
      'EXAMPLES: cuba: expected allow',
    ],
    [
      'a lint error',
      documentWith({ EXAMPLES: [{ id: 'x', expect: { verdict: 'allow', rule: 'no-such-rule' } }] }),
      'there is no rule "no-such-rule"',
    ],
    ['an embargo that is loosened in silence', documentWith(LOOSER), 'expected "restricted:embargo" in it'],
    [
      'a mode that enforces no law',
      documentWith({ MODE: 'monitor' }),
      'MODE = "monitor" carries out nothing',
    ],
  ])('activates no document with %s, and says why', async (_, document, detail) => {
    const { publish, control } = door()
    for (const dry_run of [false, true]) {
      const answer = await publish(document, { dry_run })
      expect(answer).toMatchObject({ code: 'admin.policy' })
      expect(details(answer).join('\n')).toContain(detail)
    }
    expect(control.orders).toEqual([])
  })

  it('says everything that is wrong, up to fifty lines of four hundred letters', async () => {
    const { publish } = door()
    const document = documentWith({
      RESTRICTED_REGIONS: Array.from({ length: 90 }, () => 'nowhere'.repeat(99)),
    })
    const lines = details(await publish(document))
    expect(lines).toHaveLength(51)
    expect(lines.at(-1)).toMatch(/^and \d+ more$/)
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(400)
  })

  it('takes no document of more than a MiB, in letters or in bytes', async () => {
    const { publish } = door()
    const pad = (length: number, letter: string) => `${STRICTER}${letter.repeat(length)}`
    expect(await publish(pad(MAX_DOCUMENT_BYTES, ' '))).toMatchObject({ code: 'admin.input' })
    expect(details(await publish(pad(MAX_DOCUMENT_BYTES / 2, 'é')))).toEqual([
      'document: expected at most 1048576 bytes of UTF-8',
    ])
  })

  it('activates what loosens an embargo where the document says so, and says it again', async () => {
    const { publish } = door()
    expect(await publish(documentWith(SAID))).toMatchObject({
      stamp: 1,
      loosened: [{ rule: 'restricted:embargo', how: expect.any(String) }],
    })
  })

  it('needs no word for a rule without a law', async () => {
    const { publish } = door()
    expect(await publish(documentWith({ RESTRICTED_REGIONS: [EMBARGO] }))).toMatchObject({
      stamp: 1,
      loosened: [],
    })
  })

  it('holds a document against the one in force, not against the deployed one', async () => {
    const { publish } = door()
    const wider = { RESTRICTED_REGIONS: [{ ...EMBARGO, regions: ['KP', 'CU', 'IR'] }, LICENCE] }
    expect(await publish(documentWith(wider))).toMatchObject({ stamp: 1 })
    expect(details(await publish(documentWith()))).toEqual([
      expect.stringContaining('expected "restricted:embargo" in it'),
    ])
  })

  it('is refused where another policy is in force than was expected', async () => {
    const { publish } = door()
    expect(await publish(STRICTER, { expected: 'f'.repeat(16) })).toEqual({ code: 'control.moved' })
    const first = (await publish(STRICTER, { expected: DEPLOYED_REVISION })) as { revision: string }
    expect(await publish(MORE, { expected: DEPLOYED_REVISION })).toEqual({ code: 'control.moved' })
    expect(await publish(MORE, { expected: first.revision })).toMatchObject({ stamp: 2 })
  })

  it('is refused where another policy comes between the check and the change', async () => {
    const { publish, control, context } = door()
    const { policies } = control
    control.policies = async () => ({ ...(await policies.call(control)), policy: undefined })
    await publish(STRICTER)
    expect(await publish(MORE)).toEqual({ code: 'control.moved' })
    expect(context.inForce.policy).toBeUndefined()
  })

  it('is done once with one key, whatever was expected, and the key is for nothing else', async () => {
    const { run, publish, control } = door()
    const input = { document: STRICTER, expected: DEPLOYED_REVISION }
    const first = await run('publishPolicy', input, 'key-0001')
    const again = await run('publishPolicy', input, 'key-0001')
    if (!first.ok || !again.ok) throw new Error('it was refused')
    expect([first.value.repeated, again.value.repeated]).toEqual([false, true])
    expect(again.value.output).toEqual(first.value.output)
    expect(control.log).toHaveLength(1)
    expect(await publish(MORE, {}, 'key-0001')).toEqual({ code: 'control.key_reused' })
  })

  it('is possible over a document that is damaged, compared with what serves here', async () => {
    const { publish, control } = door()
    await publish(STRICTER)
    control.stored.set(await documentSha256(STRICTER), { text: 'rot', signatures: [] })
    expect(details(await publish(documentWith(LOOSER)))).toHaveLength(1)
    expect(await publish(MORE)).toMatchObject({ stamp: 2 })
    control.stored.clear()
    expect(await publish(STRICTER)).toMatchObject({ stamp: 3 })
  })

  it.each([
    [{ signatures: 'x' }, 'signatures'],
    [{ signatures: ['not a signature'] }, 'signatures'],
    [{ signatures: Array(17).fill('a.b.c') }, 'signatures'],
    [{ expected: 'latest' }, 'expected'],
    [{ dry_run: 'yes' }, 'dry_run'],
  ])('takes no %j', async (more, member) => {
    const { publish } = door()
    expect(await publish(STRICTER, more)).toMatchObject({ code: 'admin.input' })
    expect(member).toBeTruthy()
  })

  it('takes no document that is a table instead of its text', async () => {
    const { ask } = door()
    expect(await ask('publishPolicy', { document: DEPLOYED_DOCUMENT })).toMatchObject({ code: 'admin.input' })
  })
})

describe('signatures', async () => {
  const ada = await policySigner('ada')
  const bea = await policySigner('bea', 'EdDSA')
  const mallory = await policySigner('mallory')
  const signed = (view = {}) => door({ signers: [ada.signer, bea.signer], ...view })
  const by = async (document: string, ...signers: readonly (typeof ada)[]) => {
    const sha256 = await documentSha256(document)
    return { signatures: await Promise.all(signers.map(({ jwk }) => signPolicy(sha256, jwk))) }
  }
  /** For loosening what is in force, which is named. */
  const over = async (replaces: string, document: string, ...signers: readonly (typeof ada)[]) => {
    const sha256 = await documentSha256(document)
    return { signatures: await Promise.all(signers.map(({ jwk }) => signPolicy(sha256, jwk, replaces))) }
  }
  const DEPLOYED = `deployed:${DEPLOYED_REVISION}`
  const WIDER = documentWith({ RESTRICTED_REGIONS: [{ ...EMBARGO, regions: ['KP', 'CU', 'IR'] }, LICENCE] })
  const NAMED = { overrides_basis: ['restricted:embargo', 'network:denied'] }
  const loosening = documentWith(SAID)
  const ONE = 'expected one of POLICY_SIGNERS to have signed {"sha256":"'
  const TWO = 'expected two of POLICY_SIGNERS to have signed'

  it.each<readonly [string, () => Promise<object>, string]>([
    ['none', async () => ({}), ONE],
    ['of nobody known', () => by(STRICTER, mallory), ONE],
    ['of another document', () => by(MORE, ada), 'this one is of another'],
    ['that are none', async () => ({ signatures: ['a.b.c'] }), 'signatures[0]: expected a compact JWS'],
    [
      'good and bad',
      async () => ({ signatures: [...(await by(STRICTER, ada)).signatures, 'a.b.c'] }),
      'signatures[1]',
    ],
  ])('activate nothing: %s', async (_, make, detail) => {
    const { publish, control } = signed()
    const answer = await publish(STRICTER, await make())
    expect(answer).toMatchObject({ code: 'admin.policy' })
    expect(details(answer).join('\n')).toContain(detail)
    expect(control.orders).toEqual([])
  })

  it('are one where no law is loosened', async () => {
    const { publish } = signed()
    expect(await publish(STRICTER, await by(STRICTER, bea))).toMatchObject({ stamp: 1, signed_by: ['bea'] })
  })

  it('are two of two people for this very change where one is', async () => {
    const { publish } = signed()
    const sha256 = await documentSha256(loosening)
    for (const signers of [[], [ada], [ada, ada], [ada, mallory]])
      expect(
        details(await publish(loosening, await over(DEPLOYED, loosening, ...signers))).join('\n'),
      ).toContain(`signatures: ${TWO} {"sha256":"${sha256}","replaces":"${DEPLOYED}"}, because`)
    expect(await publish(loosening, await over(DEPLOYED, loosening, ada, bea))).toMatchObject({
      stamp: 1,
      signed_by: ['ada', 'bea'],
    })
  })

  it('that do not say what they replace loosen nothing, alone or with another', async () => {
    const { publish, control } = signed()
    const [plain, full] = [await by(loosening, ada, bea), await over(DEPLOYED, loosening, bea)]
    expect(details(await publish(loosening, plain)).join('\n')).toMatch(/two of POLICY_SIGNERS.* got none$/)
    const mixed = { signatures: [...(await by(loosening, ada)).signatures, ...full.signatures] }
    for (const dry_run of [true, false])
      expect(details(await publish(loosening, { ...mixed, dry_run })).join('\n')).toMatch(/got bea$/)
    expect(control.orders).toEqual([])
  })

  it('that replace another policy than the one in force count for nothing, and are told', async () => {
    const { publish } = signed()
    const other = 'ab'.repeat(32)
    for (const [document, signers] of [
      [loosening, [ada, bea]],
      [STRICTER, [ada]],
    ] as const)
      expect(details(await publish(document, await over(other, document, ...signers))).join('\n')).toContain(
        `signatures[0]: expected one that replaces "${DEPLOYED}", which is in force, not "${other}"`,
      )
  })

  it('that would loosen are enough where nothing is loosened', async () => {
    const { publish } = signed()
    const given = await over(DEPLOYED, STRICTER, ada)
    expect(await publish(STRICTER, given)).toMatchObject({ stamp: 1, signed_by: ['ada'] })
  })

  it('do not replace the word of the document', async () => {
    const silent = documentWith(LOOSER)
    const { publish } = signed()
    expect(details(await publish(silent, await over(DEPLOYED, silent, ada, bea)))).toEqual([
      expect.stringContaining('POLICY.overrides_basis'),
    ])
  })

  it('from before an embargo take it back neither by going back nor by publishing', async () => {
    const { publish, ask, read, control } = signed()
    // Everybody has signed what was sound when it was published.
    const said = documentWith({ DENIED_NETWORKS: ['vpn', 'tor'], POLICY: { default: 'allow', ...NAMED } })
    await publish(said, await by(said, ada, bea))
    await publish(WIDER, await by(WIDER, ada))
    const { signatures } = (await read('policyDocument', { sha256: await documentSha256(said) })) as {
      signatures: string[]
    }
    expect(signatures).toHaveLength(2)
    for (const order of [NAMED, { ...NAMED, signatures }])
      expect(details(await ask('rollbackPolicy', order)).join('\n')).toContain(TWO)
    expect(details(await publish(said, { signatures })).join('\n')).toContain(TWO)
    const one = await over(await documentSha256(WIDER), said, ada)
    const withOld = { signatures: [...one.signatures, ...signatures] }
    expect(details(await ask('rollbackPolicy', { ...NAMED, ...withOld })).join('\n')).toContain(TWO)
    expect((await control.policies()).policy).toBe(await documentSha256(WIDER))
    const both = await over(await documentSha256(WIDER), said, ada, bea)
    expect(await ask('rollbackPolicy', { ...NAMED, ...both })).toMatchObject({
      stamp: 3,
      signed_by: ['ada', 'bea'],
    })
  })

  it('that loosened one embargo are worth nothing against the next', async () => {
    const { publish, ask } = signed()
    await publish(STRICTER, await by(STRICTER, ada))
    await publish(WIDER, await by(WIDER, ada))
    const used = await over(await documentSha256(WIDER), STRICTER, ada, bea)
    expect(await ask('rollbackPolicy', { ...NAMED, ...used })).toMatchObject({ stamp: 3 })
    const widest = documentWith({
      RESTRICTED_REGIONS: [{ ...EMBARGO, regions: ['KP', 'CU', 'IR', 'SY'] }, LICENCE],
    })
    await publish(widest, await by(widest, bea))
    for (const order of [NAMED, { ...NAMED, ...used }])
      expect(details(await ask('rollbackPolicy', order)).join('\n')).toContain(TWO)
  })

  it('that lie with a document are enough to go back to it where nothing is loosened', async () => {
    const { publish, ask } = signed()
    await publish(STRICTER, await by(STRICTER, ada))
    await publish(MORE, await by(MORE, bea))
    expect(await ask('rollbackPolicy', {})).toMatchObject({ stamp: 3, signed_by: ['ada'] })
  })

  it('are of its text in the form of RFC 8785 where the deployed policy loosens', async () => {
    const { publish, ask } = signed()
    await publish(WIDER, await by(WIDER, ada))
    const back = { to: null, overrides_basis: ['restricted:embargo'] }
    const deployed = canonicalJson(DEPLOYED_DOCUMENT)
    expect(details(await ask('rollbackPolicy', back)).join('\n')).toContain(TWO)
    expect(
      details(await ask('rollbackPolicy', { ...back, ...(await by(deployed, ada, bea)) })).join('\n'),
    ).toContain(TWO)
    const both = await over(await documentSha256(WIDER), deployed, ada, bea)
    expect(await ask('rollbackPolicy', { ...back, ...both })).toMatchObject({ sha256: null, stamp: 2 })
  })

  it('are not needed for the deployed policy where it loosens nothing', async () => {
    const { publish, ask } = signed()
    const same = documentWith({ LOG: undefined })
    await publish(same, await by(same, ada))
    expect(await ask('rollbackPolicy', { to: null })).toMatchObject({ sha256: null, stamp: 2 })
  })

  it('are needed for a candidate: one', async () => {
    const { ask } = signed()
    expect(details(await ask('tryPolicy', { document: loosening }))).toEqual([
      expect.stringContaining(`signatures: ${ONE}`),
    ])
    expect(await ask('tryPolicy', { document: loosening, ...(await by(loosening, ada)) })).toMatchObject({
      stamp: 1,
    })
  })
})

describe('going back', () => {
  it('is to the policy that was before, and a second time forward again', async () => {
    const { publish, ask, control } = door()
    await publish(STRICTER)
    await publish(MORE)
    expect(await ask('rollbackPolicy', {})).toMatchObject({
      sha256: await documentSha256(STRICTER),
      stamp: 3,
    })
    expect(await ask('rollbackPolicy', {})).toMatchObject({ sha256: await documentSha256(MORE), stamp: 4 })
    expect(control.orders.at(-1)?.replaces).toEqual({ policy: await documentSha256(STRICTER) })
  })

  it('is to the deployed policy after the first document, or where null says so', async () => {
    const { publish, ask } = door()
    await publish(STRICTER)
    expect(await ask('rollbackPolicy', {})).toMatchObject({ sha256: null, revision: expect.any(String) })
    await publish(STRICTER)
    await publish(MORE)
    expect(await ask('rollbackPolicy', { to: null })).toMatchObject({ sha256: null, stamp: 5 })
  })

  it('is nowhere from where one is already', async () => {
    const { publish, ask } = door()
    expect(await ask('rollbackPolicy', {})).toEqual({ code: 'admin.in_force' })
    await publish(STRICTER)
    expect(await ask('rollbackPolicy', { to: await documentSha256(STRICTER) })).toEqual({
      code: 'admin.in_force',
    })
  })

  it('is not to what is not there, nor to what is no policy any more', async () => {
    const { publish, ask, control } = door()
    await publish(STRICTER)
    await publish(MORE)
    expect(await ask('rollbackPolicy', { to: 'a'.repeat(64) })).toEqual({ code: 'control.no_document' })
    control.stored.set(await documentSha256(STRICTER), { text: '{}', signatures: [] })
    expect(await ask('rollbackPolicy', {})).toMatchObject({ code: 'admin.policy' })
  })

  it('loosens no law unless that is said', async () => {
    const { publish, ask } = door()
    await publish(
      documentWith({ RESTRICTED_REGIONS: [{ ...EMBARGO, regions: ['KP', 'CU', 'IR'] }, LICENCE] }),
    )
    const refused = await ask('rollbackPolicy', {})
    expect(details(refused)).toEqual([expect.stringContaining('expected "restricted:embargo" in it')])
    expect(await ask('rollbackPolicy', { overrides_basis: ['restricted:embargo'] })).toMatchObject({
      loosened: [{ rule: 'restricted:embargo' }],
    })
  })

  it('takes that from the order only, whatever the document said of itself when it came', async () => {
    const { publish, ask } = door()
    await publish(documentWith(SAID))
    await publish(documentWith())
    expect(details(await ask('rollbackPolicy', {}))).toEqual([
      expect.stringMatching(/^overrides_basis: expected "restricted:embargo" in it/),
    ])
    const named = { overrides_basis: ['restricted:embargo'] }
    expect(await ask('rollbackPolicy', named)).toMatchObject({ loosened: [{ rule: 'restricted:embargo' }] })
  })

  it('is done once with one key, although it would lead elsewhere by then', async () => {
    const { publish, ask, run, control } = door()
    await publish(STRICTER)
    await publish(MORE)
    const first = await ask('rollbackPolicy', {}, 'key-0001')
    const again = await run('rollbackPolicy', {}, 'key-0001')
    expect(again).toMatchObject({ ok: true, value: { repeated: true, output: first } })
    expect(control.log).toHaveLength(3)
    expect(await ask('rollbackPolicy', { to: null }, 'key-0001')).toEqual({ code: 'control.key_reused' })
  })
})

describe('a candidate', () => {
  it('is stored and tried out, loosens nothing, and leaves what is in force', async () => {
    const { ask, control, followed } = door()
    const document = documentWith(LOOSER)
    expect(await ask('tryPolicy', { document })).toMatchObject({ stamp: 1, loosened: [] })
    expect(await control.policies()).toMatchObject({
      policy: undefined,
      candidate: await documentSha256(document),
    })
    expect(followed()).toBe(1)
  })

  it('has to be sound all the same, and ends with null', async () => {
    const { ask, control } = door()
    expect(await ask('tryPolicy', { document: '{}' })).toMatchObject({ code: 'admin.policy' })
    expect(control.orders).toEqual([])
    await ask('tryPolicy', { document: STRICTER })
    expect(await ask('tryPolicy', { document: null })).toEqual({
      sha256: null,
      revision: null,
      stamp: 2,
      loosened: [],
      warnings: [],
      signed_by: [],
    })
    expect((await control.policies()).candidate).toBeUndefined()
  })
})

describe('breaking the glass', () => {
  it('is for minutes, up to a day, and ends when somebody ends it', async () => {
    const { ask, control } = door()
    expect(await ask('breakGlass', { minutes: 30 })).toMatchObject({
      change: { action: 'break_glass', seconds: 1_800 },
      why: WHY,
    })
    expect((await control.policies()).breakGlassUntil).toBe(1_793_491_200 + 1_800)
    expect(await ask('endBreakGlass', {})).toMatchObject({ change: { action: 'end_break_glass' } })
    for (const minutes of [0, 1.5, 1_441, '5', null])
      expect(await ask('breakGlass', { minutes })).toEqual({
        code: 'admin.input',
        details: ['minutes: expected a whole number from 1 to 1440'],
      })
  })
})

describe('what is read of policies', () => {
  it('is which one is in force, as this isolate knows it, even when Control cannot be reached', async () => {
    const { read, control } = door({ fault: 'the live policy: timeout', standing: 'stale' })
    control.down = true
    expect(await read('policy')).toEqual({
      deployed: DEPLOYED_REVISION,
      live: null,
      candidate: null,
      revision: DEPLOYED_REVISION,
      mode: 'enforce',
      break_glass_until: null,
      standing: 'stale',
      fault: 'the live policy: timeout',
      candidate_fault: null,
    })
  })

  it('names the live one and the candidate, with their revisions once they are here', async () => {
    const view = policyView()
    const [live, tried] = [
      { ...view.deployed, revision: 'a'.repeat(16) },
      { ...view.deployed, revision: 'b'.repeat(16) },
    ]
    const { context } = door({ served: live, candidate: tried })
    const inForce = {
      ...context.inForce,
      policy: 'c'.repeat(64),
      candidate: 'd'.repeat(64),
      breakGlassUntil: 7 as never,
    }
    const ask = async (policies: Partial<PolicyView>) => {
      const result = await operationNamed('policy').perform(
        { ...context, inForce, policies: { ...context.policies, ...policies } },
        {},
        OPERATOR,
      )
      return result.ok && result.value.output
    }
    expect(await ask({})).toMatchObject({
      live: { sha256: 'c'.repeat(64), revision: 'a'.repeat(16) },
      candidate: { sha256: 'd'.repeat(64), revision: 'b'.repeat(16) },
      break_glass_until: 7,
    })
    expect(await ask({ standing: 'missing', candidate: undefined })).toMatchObject({
      live: { revision: null },
      candidate: { revision: null },
    })
  })

  it('is the deployed policy as a document that could be published', async () => {
    const { read, publish } = door()
    const given = (await read('policyDocument')) as { document: string; sha256: string }
    expect(given).toMatchObject({ source: 'deployed', revision: DEPLOYED_REVISION, signatures: [] })
    expect(JSON.parse(given.document)).toEqual(DEPLOYED_DOCUMENT)
    expect(given.sha256).toBe(await documentSha256(given.document))
    expect(await publish(given.document)).toMatchObject({ loosened: [], stamp: 1 })
  })

  it('is the text of the live document, or of any that is kept, to the letter', async () => {
    const { read, publish } = door()
    await publish(STRICTER)
    const published = (await publish(MORE, { signatures: ['a.b.c'] })) as { sha256: string; revision: string }
    const { sha256, revision } = published
    expect(await read('policyDocument')).toEqual({
      source: 'live',
      sha256,
      revision,
      document: MORE,
      signatures: ['a.b.c'],
    })
    expect(await read('policyDocument', { sha256: await documentSha256(STRICTER) })).toMatchObject({
      source: 'stored',
      document: STRICTER,
    })
    expect(await read('policyDocument', { sha256: 'f'.repeat(64) })).toEqual({ code: 'control.no_document' })
  })

  it('is who published what, and why', async () => {
    const { read, publish, ask } = door()
    await publish(STRICTER, { why: 'Tor is refused' })
    await publish(MORE)
    await ask('tryPolicy', { document: STRICTER })
    const [a, b] = [await documentSha256(STRICTER), await documentSha256(MORE)]
    expect(await read('policyHistory')).toMatchObject({
      live: b,
      before: a,
      candidate: a,
      documents: [{ sha256: a }, { sha256: b, stamp: 2, by: OPERATOR.by, why: WHY }],
    })
  })
})
