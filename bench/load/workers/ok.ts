/** The floor of a worker that answers by itself. */
export default {
  fetch: () => new Response('ok'),
}
