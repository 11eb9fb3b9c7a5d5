/** Wrong input by the person at the keyboard: said in a line, without a stack. */
export class UsageError extends Error {}

/** What `parseArgs` complains of with a message of its own, which repeats what was given. */
const PARSE_FAULTS: Readonly<Record<string, string>> = {
  ERR_PARSE_ARGS_UNKNOWN_OPTION: 'there is an option that this command does not have, see --help',
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: 'there is an argument that belongs to no option, see --help',
}

/**
 * What to say of this error; undefined when it is none of the person's making. Arguments are not repeated: whoever puts
 * a secret in the wrong place would find it in the log of their build.
 */
export function usageMessage(error: unknown): string | undefined {
  if (error instanceof UsageError) return error.message
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const code = String(error.code)
  return code.startsWith('ERR_PARSE_ARGS') ? (PARSE_FAULTS[code] ?? error.message) : undefined
}
