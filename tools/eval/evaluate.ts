import type { Judged as Decided } from '../../src/policy/judge.ts'
import { isAdverse } from '../../src/signals/network-verdict.ts'
import { isRelayCarrier } from '../../src/tables/relay-carriers.ts'
import type { Client, Judge } from '../networks/judge.ts'
import type { LabelledAddress, LabelledNetwork, Labels } from './labels.ts'

const NEGATIVE = ['residential', 'mobile', 'education', 'business', 'private_relay'] as const
const POSITIVE_NETWORKS = ['hosting', 'vpn'] as const
const POSITIVE_ADDRESSES = ['cloud', 'vpn', 'tor', 'proxy'] as const

/** Rates are fractions; null where there was nothing to count. */
export type Rate = number | null

export interface Score {
  readonly precision: Rate
  readonly f1: Rate
  readonly falsePositiveRate: Readonly<Record<string, Rate>>
  /** Each positive label against all negative ones. */
  readonly byLabel: Readonly<
    Record<string, { readonly precision: Rate; readonly recall: Rate; readonly f1: Rate }>
  >
  /** Of each label as it stands in the file: rows, and how many were flagged. */
  readonly labels: Readonly<Record<string, { readonly rows: number; readonly flagged: number }>>
}

export interface NetworkScore extends Score {
  readonly recall: Rate
  /** Networks of asn_mixed.csv that are refused on their number and name alone. */
  readonly mixedRefused: number
}

export interface FamilyScore extends Score {
  readonly recall: Readonly<Record<string, Rate>>
  /** Of all positive labels together. */
  readonly recallOfAll: Rate
}

export interface AddressScore extends FamilyScore {
  readonly ipv4: FamilyScore
  readonly ipv6: FamilyScore
  /** Addresses of the relay's carriers that are not the relay's, taken for it. */
  readonly relayMistaken: number
}

export interface Report {
  readonly networks: number
  readonly addresses: number
  readonly asn: NetworkScore
  /** With the lists of --feeds, if given. */
  readonly address: AddressScore
  readonly withoutFeeds: { readonly address: AddressScore }
  readonly tables: { readonly bare: string; readonly fed: string | null }
}

/** @param bare judges without lists @param fed with them, if there are any */
export async function evaluate(labels: Labels, bare: Judge, fed: Judge | undefined): Promise<Report> {
  const networks = await Promise.all(labels.networks.map((row) => judgeRow(bare, row)))
  const mixed = await Promise.all(labels.mixed.map((row) => judgeRow(bare, row)))
  const without = await addressScore(labels.addresses, bare)
  return {
    networks: labels.networks.length,
    addresses: labels.addresses.length,
    asn: {
      ...score(networks, POSITIVE_NETWORKS),
      recall: recallOf(networks, POSITIVE_NETWORKS),
      mixedRefused: mixed.filter(({ flagged }) => flagged).length,
    },
    address: fed === undefined ? without : await addressScore(labels.addresses, fed),
    withoutFeeds: { address: without },
    tables: { bare: bare.gate.networks.version, fed: fed?.gate.networks.version ?? null },
  }
}

interface Judged {
  readonly label: string
  /** `cloud` of `cloud:aws`. */
  readonly group: string
  readonly flagged: boolean
}

interface JudgedAddress extends Judged {
  readonly version: 4 | 6
  readonly relayMistaken: boolean
}

async function addressScore(rows: readonly LabelledAddress[], judge: Judge): Promise<AddressScore> {
  const judged = await Promise.all(rows.map((row) => judgeAddress(judge, row)))
  return {
    ...familyScore(judged),
    ipv4: familyScore(judged.filter(({ version }) => version === 4)),
    ipv6: familyScore(judged.filter(({ version }) => version === 6)),
    relayMistaken: judged.filter(({ relayMistaken }) => relayMistaken).length,
  }
}

function familyScore(judged: readonly Judged[]): FamilyScore {
  return {
    ...score(judged, POSITIVE_ADDRESSES),
    recall: byGroup(POSITIVE_ADDRESSES, judged),
    recallOfAll: recallOf(judged, POSITIVE_ADDRESSES),
  }
}

async function judgeRow(judge: Judge, { asn, organization, label }: LabelledNetwork): Promise<Judged> {
  return judgedAs(label, await judge.judge(clientOf(asn, organization)))
}

async function judgeAddress(judge: Judge, row: LabelledAddress): Promise<JudgedAddress> {
  const judgement = await judge.judge({ ...clientOf(row.asn, row.organization), address: row.address })
  const found = judgement.evidence['network.class']
  const asn = judgement.observations.snapshot.edge.asn
  return {
    ...judgedAs(row.label, judgement),
    version: row.version,
    relayMistaken:
      row.label !== 'private_relay' &&
      found.state === 'observed' &&
      found.value === 'privacy_relay' &&
      asn.given &&
      isRelayCarrier(asn.value),
  }
}

/** One place for all, so that only the network tells them apart. */
function clientOf(asn: number, organization: string): Client {
  return {
    cf: {
      asn,
      asOrganization: organization,
      country: 'US',
      regionCode: 'CA',
      continent: 'NA',
      httpProtocol: 'HTTP/2',
    },
  }
}

function judgedAs(label: string, { evidence, decision }: Decided): Judged {
  const found = evidence['network.class']
  const isRefused =
    decision.verdict === 'deny' && decision.reasons.some((reason) => reason.startsWith('network.'))
  return {
    label,
    group: label.split(':')[0] as string,
    flagged: found.state === 'observed' && isAdverse(found.value) && isRefused,
  }
}

function score(judged: readonly Judged[], positive: readonly string[]): Score {
  const negatives = judged.filter(({ group }) => (NEGATIVE as readonly string[]).includes(group))
  const positives = judged.filter(({ group }) => positive.includes(group))
  const against = (rows: readonly Judged[]) => {
    const right = flaggedIn(rows)
    const precision = rate(right, right + flaggedIn(negatives))
    const recall = rate(right, rows.length)
    return { precision, recall, f1: f1(precision, recall) }
  }
  const { precision, f1: both } = against(positives)
  return {
    precision,
    f1: both,
    byLabel: Object.fromEntries(
      positive.map((label) => [label, against(positives.filter(({ group }) => group === label))]),
    ),
    falsePositiveRate: byGroup(NEGATIVE, judged),
    labels: countsByLabel(judged),
  }
}

function f1(precision: Rate, recall: Rate): Rate {
  if (precision === null || recall === null || precision + recall === 0) return null
  return (2 * precision * recall) / (precision + recall)
}

function recallOf(judged: readonly Judged[], positive: readonly string[]): Rate {
  const positives = judged.filter(({ group }) => positive.includes(group))
  return rate(flaggedIn(positives), positives.length)
}

function byGroup(groups: readonly string[], judged: readonly Judged[]): Record<string, Rate> {
  return Object.fromEntries(
    groups.map((group) => {
      const rows = judged.filter((row) => row.group === group)
      return [group, rate(flaggedIn(rows), rows.length)]
    }),
  )
}

function countsByLabel(judged: readonly Judged[]): Score['labels'] {
  const labels = Map.groupBy(judged, ({ label }) => label)
  return Object.fromEntries(
    [...labels]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([label, rows]) => [label, { rows: rows.length, flagged: flaggedIn(rows) }]),
  )
}

function flaggedIn(rows: readonly Judged[]): number {
  return rows.filter(({ flagged }) => flagged).length
}

function rate(part: number, whole: number): Rate {
  return whole === 0 ? null : part / whole
}
