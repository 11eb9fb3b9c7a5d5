/** Stands in for a KV namespace: whatever the key, the list. */
interface Variables {
  readonly LIST: unknown
}

let text: string | undefined

export default {
  fetch(_: Request, env: Variables): Response {
    text ??= JSON.stringify(env.LIST)
    return new Response(text)
  },
}
