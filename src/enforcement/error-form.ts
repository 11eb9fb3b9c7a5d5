import type { Problem } from './problem.ts'
import type { ErrorForm } from './public-message.ts'

/** As the APIs name their errors; what they have no name for is a refused permission. */
const OPENAI_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  429: 'rate_limit_error',
  502: 'server_error',
  503: 'server_error',
  504: 'server_error',
}
const ANTHROPIC_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  429: 'rate_limit_error',
  502: 'api_error',
  503: 'overloaded_error',
  504: 'timeout_error',
}

/**
 * The refusal as an AI API would say it, so that its SDKs show the message and raise their own errors. The problem
 * details are in it whole, for whoever looks for them: in both SDKs `error.error` leads there.
 *
 * Sources: the error pages of both API references, and what their SDKs read (`error.error` and `message`).
 */
export function inErrorForm(form: ErrorForm, problem: Problem): object {
  const message = messageOf(problem)
  switch (form) {
    case 'openai':
      return {
        error: {
          message,
          type: OPENAI_TYPES[problem.status] ?? 'request_forbidden',
          param: null,
          code: problem.reason,
          problem,
        },
      }
    case 'anthropic':
      return {
        type: 'error',
        error: { type: ANTHROPIC_TYPES[problem.status] ?? 'permission_error', message, problem },
        request_id: problem.decision,
      }
  }
}

/** All that a person needs who sees nothing but the message of an exception. */
function messageOf({ title, detail, next_steps, support, reason, decision }: Problem): string {
  const contact = support === undefined ? [] : [support]
  return [`${title}.`, detail, ...next_steps, ...contact, `(${reason}, ${decision})`].join(' ')
}
