/** The origin behind all subjects. It says whether an assertion came with the request. */
const BODY = JSON.stringify({
  object: 'list',
  data: Array.from({ length: 10 }, (_, index) => ({ id: `message_${index}`, text: 'x'.repeat(60) })),
})

export default {
  fetch({ headers }: Request): Response {
    return new Response(BODY, {
      headers: {
        'Content-Type': 'application/json',
        'X-Origin': headers.has('Cordon-Assertion') ? 'asserted' : 'bare',
      },
    })
  },
}
