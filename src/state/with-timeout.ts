/** What the promise gives, or `timeout` when it has given nothing by then. A rejection passes through. */
export function withTimeout<T>(promise: Promise<T>, timeoutMillis: number): Promise<T | 'timeout'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve('timeout'), timeoutMillis)
    promise.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
