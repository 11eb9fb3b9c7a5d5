import type { PageContent } from '../enforcement/respond.ts'
import { layout, type PageFrame } from './layout.tsx'

/** What this page needs of a reason; `routes/problems` has it. */
export interface ListedProblem {
  readonly reason: string
  readonly status: number
  readonly stories: readonly {
    readonly title: string
    readonly detail: string
    readonly next_steps: readonly string[]
    readonly reviewed: boolean
  }[]
}

/** Reasons explained: all of them for support staff, or the one that a type URI leads to. */
export function problemsPage(listed: readonly ListedProblem[], frame: PageFrame): PageContent {
  const [only] = listed
  const title =
    listed.length === 1 && only !== undefined ? only.reason : frame.spoken.locale.labels.reason.text
  return layout(frame, {
    title,
    texts: listed.flatMap(({ stories }) => stories.map(({ reviewed }) => ({ text: '', reviewed }))),
    content: listed.map(({ reason, status, stories }) => (
      <section id={reason}>
        <h2>
          <code dir="ltr">{reason}</code> · {status}
        </h2>
        {stories.map((story) => (
          <>
            <h3>{story.title}</h3>
            <p>{story.detail}</p>
            <ul>
              {story.next_steps.map((step) => (
                <li>{step}</li>
              ))}
            </ul>
          </>
        ))}
      </section>
    )),
  })
}
