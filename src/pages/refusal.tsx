import type { Problem } from '../enforcement/problem.ts'
import type { PageContent } from '../enforcement/respond.ts'
import type { Text } from '../texts/locale.ts'
import { Facts, layout, OwnText, type PageFrame } from './layout.tsx'
import { observedFacts } from './observed-facts.ts'

/** The refusal as a page: what happened, what to do, whom to ask, what was seen, and the reference. */
export function refusalPage(problem: Problem, told: readonly Text[], frame: PageFrame): PageContent {
  const { labels } = frame.spoken.locale
  const observed = observedFacts(problem.observed, frame.spoken)
  return layout(frame, {
    title: problem.title,
    texts: told,
    content: (
      <>
        <p>{problem.detail}</p>
        <OwnText frame={frame} />
        {problem.next_steps.length > 0 && (
          <>
            <h2>{labels.next_steps.text}</h2>
            <ul>
              {problem.next_steps.map((step) => (
                <li>{step}</li>
              ))}
            </ul>
          </>
        )}
        {(problem.support !== undefined || problem.appeal !== undefined) && (
          <p class="links">
            {problem.support !== undefined && <a href={problem.support}>{labels.support.text}</a>}
            {problem.appeal !== undefined && <a href={problem.appeal}>{labels.appeal.text}</a>}
          </p>
        )}
        {observed.length > 0 && (
          <>
            <h2>{labels.what_we_saw.text}</h2>
            <Facts facts={observed} />
          </>
        )}
        <Facts
          facts={[
            { label: labels.reference.text, value: problem.decision, isCode: true },
            { label: labels.reason.text, value: problem.reason, isCode: true },
            ...(problem.legal_basis ?? []).map((value) => ({ label: labels.legal_basis.text, value })),
            ...(problem.rules ?? []).map((value) => ({ label: 'rule', value, isCode: true })),
          ]}
        />
      </>
    ),
  })
}
