/** The floor of anything that stands in front of an origin. */
export default {
  fetch: (request: Request) => fetch(request),
}
