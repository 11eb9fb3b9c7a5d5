import { PROBLEMS_PATH } from '../enforcement/problem.ts'
import type { PageContent } from '../enforcement/respond.ts'
import type { Text } from '../texts/locale.ts'
import { layout, type PageFrame } from './layout.tsx'

/** A reason in the words of one language. */
export interface ListedProblem {
  readonly reason: string
  readonly status: number
  readonly stories: readonly {
    readonly title: Text
    readonly detail: Text
    readonly steps: readonly Text[]
  }[]
}

/** Every reason with its titles, for support staff; each leads to its own page. */
export function problemsPage(listed: readonly ListedProblem[], frame: PageFrame): PageContent {
  return layout(frame, {
    title: frame.spoken.locale.labels.reason.text,
    texts: listed.flatMap(({ stories }) => stories.map(({ title }) => title)),
    content: (
      <ul>
        {listed.map(({ reason, status, stories }) => (
          <li>
            <a href={`${PROBLEMS_PATH}/${reason}`}>{reason}</a> {status} ·{' '}
            {stories.map(({ title }) => title.text).join(' · ')}
          </li>
        ))}
      </ul>
    ),
  })
}

/** One reason with every story it is told as: where a type URI leads. */
export function problemPage({ reason, status, stories }: ListedProblem, frame: PageFrame): PageContent {
  return layout(frame, {
    title: `${reason} · ${status}`,
    texts: stories.flatMap(({ title, detail, steps }) => [title, detail, ...steps]),
    content: stories.map(({ title, detail, steps }) => (
      <section>
        <h2>{title.text}</h2>
        <p>{detail.text}</p>
        <ul>
          {steps.map((step) => (
            <li>{step.text}</li>
          ))}
        </ul>
      </section>
    )),
  })
}
