/** One command: prints what it has to say, and gives the exit code. Throws `UsageError` for what the person can mend. */
export type Command = (args: string[]) => Promise<number>

/** For the eye, beside the data on stdout. */
export function say(...lines: readonly string[]): void {
  console.error(lines.join('\n'))
}
