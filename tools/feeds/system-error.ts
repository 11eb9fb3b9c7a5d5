/** The file system said no. Its message names the call and mostly the path. */
export function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error
}
