import { expect, test } from 'vitest'
import { pathAsSent } from '../../../../../tools/local-edge/playground/path.ts'

test.each([
  ['http://127.0.0.1:8787/.cordon/playground', '/.cordon/playground'],
  ['http://[::1]/.cordon/playground/try?client=aws#x', '/.cordon/playground/try'],
  ['http://h/.cordon/x/../playground', '/.cordon/x/../playground'],
  ['http://h/.cordon/%70layground', '/.cordon/%70layground'],
  ['http://h', ''],
  ['ws://h/a', undefined],
])('pathAsSent(%s) is %j', (url, path) => {
  expect(pathAsSent(url)).toBe(path)
})
