/**
 * Makes a `switch` over a closed union fail to compile when a member is not handled.
 * Reaching it at run time is a bug. The value may be a client's, so the error does not repeat it.
 */
export function unreachable(value: never): never {
  throw new Error(`unreachable: unhandled ${typeof value}`)
}
