import type { ErrorForm } from '../config/refusal-schema.ts'
import type { RefusalStatus } from '../policy/reasons.ts'
import type { Problem } from './problem.ts'

/** As the API answers a region that it does not serve. */
const OPENAI_FORBIDDEN = 'request_forbidden'

/** As the APIs name their errors. */
const OPENAI_TYPES: Readonly<Record<RefusalStatus, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: OPENAI_FORBIDDEN,
  451: OPENAI_FORBIDDEN,
  429: 'rate_limit_error',
  502: 'server_error',
  503: 'server_error',
  504: 'server_error',
}
/** `overloaded_error` is none of them: nothing of ours says that the API is. */
const ANTHROPIC_TYPES: Readonly<Record<RefusalStatus, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  451: 'permission_error',
  429: 'rate_limit_error',
  502: 'api_error',
  503: 'api_error',
  504: 'timeout_error',
}

/** Where the SDK of each looks for the name of a request: `requestID` of its exceptions is then the decision's. */
export const REQUEST_ID_HEADERS: Readonly<Record<ErrorForm, string>> = {
  openai: 'X-Request-Id',
  anthropic: 'Request-Id',
}

/**
 * The refusal as an AI API would say it, so that its SDKs raise their own exceptions with a readable message. In both,
 * `error.problem` of the exception is the problem details, whole; the reason is `code` (OpenAI) or `errorCode` (Anthropic).
 *
 * Sources: the error pages of both API references, and `core/error` and `shouldRetry` of openai 6.49 and @anthropic-ai/sdk
 * 1.12. OpenAI's keeps what is under `error`, Anthropic's the whole body, of which its message is `message`: without one
 * it would be all of the JSON.
 */
export function inErrorForm(form: ErrorForm, problem: Problem): object {
  const message = messageOf(problem)
  const { status, reason, decision } = problem
  switch (form) {
    case 'openai':
      return { error: { message, type: OPENAI_TYPES[status], param: null, code: reason, problem } }
    case 'anthropic':
      return {
        type: 'error',
        error: { type: ANTHROPIC_TYPES[status], message, details: { error_code: reason } },
        request_id: decision,
        message,
        problem,
      }
  }
}

/** All that a person needs who sees nothing but the message of an exception. */
function messageOf({ title, detail, next_steps, support, reason, decision }: Problem): string {
  const contact = support === undefined ? [] : [support]
  return [`${title}:`, detail, ...next_steps, ...contact, `(${reason}, ${decision})`].join(' ')
}
