import { type AdminFault, describeFault, retryAfterSeconds, statusOfFault } from '../../admin/faults.ts'

const TITLES: Readonly<Record<ReturnType<typeof statusOfFault>, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
}

/** Sent with every answer of the admin door. */
export const ADMIN_HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }

/** A refusal of the admin door as problem details (RFC 9457), with `reason` and, for bad input, `errors`. */
export function adminProblem(
  fault: AdminFault,
  decision: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { code, details } = fault
  const status = statusOfFault(code)
  const body = {
    type: 'about:blank',
    title: TITLES[status],
    status,
    detail: describeFault(code),
    reason: code,
    ...(details === undefined ? {} : { errors: details }),
    decision,
  }
  const wait = retryAfterSeconds(fault)
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...ADMIN_HEADERS,
      'Content-Type': 'application/problem+json',
      ...(status === 401 ? { 'WWW-Authenticate': challenge(fault) } : {}),
      ...(wait === undefined ? {} : { 'Retry-After': String(wait) }),
      ...headers,
    },
  })
}

/** Without a credential it is told only how to present one (RFC 6750 §3.1). */
function challenge({ code }: AdminFault): string {
  return code === 'admin.credential_missing' ? 'Bearer' : 'Bearer error="invalid_token"'
}
