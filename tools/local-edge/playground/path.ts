/** On a path that is reserved for the product, which has nothing there: no origin can be shadowed. */
export const PLAYGROUND_PATH = '/.cordon/playground'
export const TRY_PATH = `${PLAYGROUND_PATH}/try`

/** The path of a URL as it was sent; any other spelling of ours is the product's to refuse. */
export function pathAsSent(url: string): string | undefined {
  return /^https?:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1]
}
