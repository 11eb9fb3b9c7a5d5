import { LocalEdgeError } from '../local-edge/local-edge-error.ts'
import { usageMessage } from '../usage-error.ts'
import { atCommand } from './at-command.ts'
import { breakGlassCommand } from './break-glass-command.ts'
import { bundleCommand } from './bundle-command.ts'
import { checkCommand } from './check-command.ts'
import type { Command } from './command.ts'
import { diffCommand } from './diff-command.ts'
import { explainCommand } from './explain-command.ts'
import { COMMAND_HELP, HELP } from './help.ts'
import { historyCommand } from './history-command.ts'
import { overrideCommand } from './override-command.ts'
import { publishCommand } from './publish-command.ts'
import { rollbackCommand } from './rollback-command.ts'
import { shadowCommand } from './shadow-command.ts'
import { signCommand, signerKeyCommand } from './sign-command.ts'
import { statusCommand } from './status-command.ts'
import { testCommand } from './test-command.ts'

const COMMANDS: Readonly<Record<string, Command>> = {
  check: checkCommand,
  explain: explainCommand,
  diff: diffCommand,
  test: testCommand,
  at: atCommand,
  replay: replayCommand,
  bundle: bundleCommand,
  status: statusCommand,
  publish: publishCommand,
  history: historyCommand,
  rollback: rollbackCommand,
  shadow: shadowCommand,
  override: overrideCommand,
  'break-glass': breakGlassCommand,
  sign: signCommand,
  'signer-key': signerKeyCommand,
}

/** It brings workers and databases, which no other command should wait for. */
async function replayCommand(args: string[]): Promise<number> {
  const { replay } = await import('./replay.ts')
  return (await replay(args)) ?? 0
}

const WRONG_USE = 2

/**
 * Runs one command: data to stdout, everything for the eye to stderr.
 *
 * @returns the exit code; what is nobody's mistake is thrown
 */
export async function runPolicy([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') {
    console.log(HELP)
    return name === undefined ? WRONG_USE : 0
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) {
    console.error(`policy: expected ${Object.keys(COMMANDS).join(', ')}, or --help`)
    return WRONG_USE
  }
  const help = COMMAND_HELP[name]
  if (help !== undefined && args.some((arg) => arg === '--help' || arg === '-h')) {
    console.log(help)
    return 0
  }
  try {
    return await command(args)
  } catch (error) {
    const message =
      error instanceof LocalEdgeError ? error.message : (usageMessage(error) ?? fileFault(error))
    if (message === undefined) throw error
    console.error(`policy ${name}: ${message}`)
    return WRONG_USE
  }
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EISDIR: 'is a directory',
  EACCES: 'may not be opened',
  EPERM: 'may not be opened',
  ENOSPC: 'cannot be written: the disk is full',
}

/** A file that somebody named, and that the system has something against. */
function fileFault(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const fault = FILE_FAULTS[String(error.code)]
  const file = 'path' in error ? String(error.path) : 'one of the files'
  return fault === undefined ? undefined : `${file} ${fault}`
}
