/** Has the Worker's entry evaluated when asked, and not before, so that a profiler can be there first. */
export default {
  async fetch() {
    const from = performance.now()
    await import('./index.js')
    return Response.json({ millis: performance.now() - from })
  },
}
