/** What the promise gives, or `timeout` when it has given nothing by then. A rejection passes through. */
export async function withTimeout<T>(promise: Promise<T>, timeoutMillis: number): Promise<T | 'timeout'> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), timeoutMillis)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
