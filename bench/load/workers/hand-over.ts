/** What any gate of our shape does with an admitted request, and nothing else. */

const RESERVED_PREFIX = 'cordon-'
/** As long as a real one. */
const ASSERTION = `${'e'.repeat(120)}.${'c'.repeat(560)}.${'s'.repeat(86)}`

/** Takes the reserved names from the client, states something, forwards, and names the decision in the answer. */
export async function handOver(request: Request): Promise<Response> {
  const headers = new Headers(request.headers)
  for (const name of request.headers.keys()) if (name.startsWith(RESERVED_PREFIX)) headers.delete(name)
  headers.set('Cordon-Assertion', ASSERTION)
  const answer = await fetch(new Request(request, { headers }))
  const handed = new Response(answer.body, answer)
  handed.headers.set('Cordon-Decision', 'AAAAAAAAAAAAAAAAAAAAAA')
  return handed
}
