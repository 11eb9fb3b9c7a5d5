import { expect, test } from 'vitest'
import { openCommand, openInBrowser } from '../../../../../tools/local-edge/playground/open-in-browser.ts'

const URL = 'http://127.0.0.1:8787/.cordon/playground'

test.each([
  ['linux', ['xdg-open', URL]],
  ['darwin', ['open', URL]],
  ['win32', ['cmd', '/c', 'start', '', URL]],
] as const)('on %s a URL is opened with %j', (platform, command) => {
  expect(openCommand(platform, URL)).toEqual(command)
})

test.each([
  ['is not there', ['no-such-program-here', URL], /no-such-program-here: .*ENOENT/],
  ['fails', [process.execPath, '-e', 'process.exit(3)'], /ended with 3/],
] as const)('where the program %s, that is said', async (_, command, expected) => {
  const said = await new Promise<string>((resolve) => openInBrowser(URL, resolve, command))
  expect(said).toMatch(expected)
  expect(said).toContain(URL)
})
