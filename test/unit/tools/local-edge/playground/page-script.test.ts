import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../../../../tools/project.ts'

const folder = join(PROJECT_ROOT, 'tools/local-edge/playground/page')

test('the script of the page agrees with the types of what it is sent', async () => {
  const compiler = join(PROJECT_ROOT, 'node_modules/typescript/bin/tsc')
  const project = join(folder, 'tsconfig.json')
  const checked = await promisify(execFile)(process.execPath, [compiler, '-p', project]).catch(
    ({ stdout }: { stdout: string }) => ({ stdout }),
  )
  expect(checked.stdout).toBe('')
})

test('the script of the page makes no HTML of texts', () => {
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
  expect(scripts).toContain('main.page.js')
  for (const name of scripts)
    expect(readFileSync(join(folder, name), 'utf8'), name).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\b|new Function/,
    )
})
