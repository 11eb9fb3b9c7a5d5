import { APPEAL_PATH } from '../enforcement/problem.ts'
import type { PageContent } from '../enforcement/respond.ts'
import { HONEYPOT_FIELD, MAX_CONTACT_LENGTH, MAX_MESSAGE_LENGTH } from '../request/appeal-input.ts'
import type { LabelId } from '../texts/locale.ts'
import { Facts, layout, type PageFrame } from './layout.tsx'

/** A reference code has 22 characters; the check that counts is the endpoint's. */
const REFERENCE_LENGTH = 22

/**
 * The form in which a refused person says that it is a mistake. Works without a script.
 *
 * @param decision the sound reference code that led here; undefined: the form asks for it
 */
export function appealPage(decision: string | undefined, frame: PageFrame): PageContent {
  const { labels } = frame.spoken.locale
  return layout(frame, {
    title: labels.appeal_title.text,
    texts: [labels.appeal_title, labels.appeal_intro, labels.appeal_message, labels.appeal_privacy],
    hasForm: true,
    content: (
      <>
        <p>{labels.appeal_intro.text}</p>
        <form method="post" action={APPEAL_PATH} accept-charset="utf-8">
          {decision === undefined ? (
            <AskForReference frame={frame} />
          ) : (
            <Known decision={decision} frame={frame} />
          )}
          <label for="message">{labels.appeal_message.text}</label>
          <textarea id="message" name="message" rows={6} maxlength={MAX_MESSAGE_LENGTH} dir="auto"></textarea>
          <label for="contact">{labels.appeal_contact.text}</label>
          <input id="contact" name="contact" maxlength={MAX_CONTACT_LENGTH} autocomplete="email" dir="auto" />
          <div class="away" aria-hidden="true">
            <label for="website" lang="en">
              Leave this empty
            </label>
            <input id="website" name={HONEYPOT_FIELD} autocomplete="off" tabindex={-1} />
          </div>
          <p>
            <button type="submit">{labels.appeal_send.text}</button>
          </p>
        </form>
        <p>{labels.appeal_privacy.text}</p>
      </>
    ),
  })
}

interface KnownProps {
  readonly decision: string
  readonly frame: PageFrame
}

function Known({ decision, frame }: KnownProps) {
  const { reference } = frame.spoken.locale.labels
  return (
    <>
      <Facts facts={[{ label: reference.text, value: decision, isCode: true }]} />
      <input type="hidden" name="decision" value={decision} />
    </>
  )
}

function AskForReference({ frame }: { readonly frame: PageFrame }) {
  return (
    <>
      <label for="decision">{frame.spoken.locale.labels.reference.text}</label>
      <input
        id="decision"
        name="decision"
        dir="ltr"
        required
        minlength={REFERENCE_LENGTH}
        maxlength={REFERENCE_LENGTH}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
      />
    </>
  )
}

/** @param decision the reference code that the appeal is about */
export function appealReceivedPage(
  decision: string,
  support: string | undefined,
  frame: PageFrame,
): PageContent {
  return answerPage(frame, ['appeal_received_title', 'appeal_received', 'appeal_intro'], decision, support)
}

/** @param decision names this request: which one was appealed against may be what is wrong with it */
export function appealNotTakenPage(
  decision: string,
  support: string | undefined,
  frame: PageFrame,
): PageContent {
  return answerPage(frame, ['appeal_not_taken_title', 'appeal_not_taken'], decision, support)
}

function answerPage(
  frame: PageFrame,
  [title, ...said]: readonly [LabelId, ...LabelId[]],
  decision: string,
  support: string | undefined,
): PageContent {
  const { labels } = frame.spoken.locale
  return layout(frame, {
    title: labels[title].text,
    texts: [title, ...said].map((label) => labels[label]),
    content: (
      <>
        {said.map((label) => (
          <p>{labels[label].text}</p>
        ))}
        {support !== undefined && (
          <p class="links">
            <a href={support}>{labels.support.text}</a>
          </p>
        )}
        <Facts facts={[{ label: labels.reference.text, value: decision, isCode: true }]} />
      </>
    ),
  })
}
