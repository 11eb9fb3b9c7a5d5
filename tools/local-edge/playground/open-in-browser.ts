import { spawn } from 'node:child_process'

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]]

/** What opens a URL in the desktop's own browser. */
export function openCommand(platform: NodeJS.Platform, url: string): Command {
  switch (platform) {
    case 'darwin':
      return ['open', url]
    case 'win32':
      // `start` is the shell's own, and takes a first quoted word for a title.
      return ['cmd', '/c', 'start', '', url]
    default:
      return ['xdg-open', url]
  }
}

/** Opens a URL, and waits for nothing. @param say is told where that fails: nothing else depends on it */
export function openInBrowser(
  url: string,
  say: (line: string) => void,
  [program, ...args]: Command = openCommand(process.platform, url),
): void {
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  const failed = (why: string) => say(`No browser was opened (${program}: ${why}). Open ${url} yourself.`)
  child.once('error', (error) => failed(error.message))
  child.once('exit', (code) => {
    if (code !== 0 && code !== null) failed(`ended with ${code}`)
  })
  child.unref()
}
