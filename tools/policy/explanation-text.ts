import type { Explanation } from './explanation.ts'
import { textTable } from './text-table.ts'

/** Rows of the combining table (`src/policy/combine.ts`), in words. */
const ROWS: Readonly<Record<string, string>> = {
  deny_matched: 'a deny matched',
  deny_indeterminate: 'a deny could not be told',
  challenge: 'a challenge matched, or could not be told',
  limit_matched: 'a limit matched',
  allow_matched: 'an allow matched',
  default: 'nothing spoke, which is for POLICY.default to decide',
}

export function explanationText(explained: Explanation): string {
  const { verdict, reasons, status, mode } = explained
  const answer = status === null ? '' : ` ${status}`
  const why = reasons.length === 0 ? '' : ` ${reasons.join(', ')}`
  const passes = mode !== 'enforce' && status !== null ? `, and let through: the mode is ${mode}` : ''
  const facts: [string, string][] = [
    ['because', `${ROWS[explained.row] ?? explained.row}${rulesText(explained)}`],
    [
      'asked for',
      `${explained.resource}, tier ${explained.tier}; lets in up to ${explained.tier_max ?? 'no tier'}`,
    ],
    ['rests on a law', explained.rests_on_law ? 'yes: break glass does not lift it' : 'no'],
    ['assurance', explained.assurance],
    ...optional('value of the body', explained.body?.value),
    ...optional('body not read', explained.body?.unread),
    ...optional('exemptions', explained.exemptions.join(', ')),
    ...optional('passed over', explained.degraded.join(', ')),
    ...optional('monitored', explained.would.join(', ')),
    ...optional('announced', explained.notices.map(({ rule, from }) => `${rule} from ${from}`).join(', ')),
    ['at', `${explained.at}, ${explained.policy}, revision ${explained.revision}`],
  ]
  const rules = explained.rules.map(({ rule, effect, mode: ruleMode, finding, saw, asks }) => [
    explained.determining.includes(rule) ? '▸' : ' ',
    rule,
    ruleMode === 'enforce' ? effect : `${effect} (${ruleMode})`,
    finding,
    `${saw}${finding === 'not asked' ? '' : ` (${cropped(asks)})`}`,
  ])
  return [
    `${verdict}${answer}${why}${passes}`,
    textTable(facts, '  '),
    ...(rules.length === 0 ? [] : ['', textTable([[' ', 'rule', 'effect', 'finding', 'why'], ...rules])]),
  ].join('\n')
}

function rulesText({ determining }: Explanation): string {
  const rules = determining.filter((rule) => rule !== 'default')
  return rules.length === 0 ? '' : `: ${rules.join(', ')}`
}

const MAX_CONDITION = 90

/** `--json` has all of it. */
function cropped(condition: string): string {
  return condition.length > MAX_CONDITION ? `${condition.slice(0, MAX_CONDITION)}…` : condition
}

function optional(name: string, text: string | undefined): [string, string][] {
  return text === undefined || text === '' ? [] : [[name, text]]
}
