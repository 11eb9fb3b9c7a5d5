import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { generatedFiles } from '../../../tools/generate.ts'
import { PROJECT_ROOT } from '../../../tools/project.ts'

it.each([...generatedFiles()])('%s is what `npm run generate` writes', (name, text) => {
  expect(readFileSync(join(PROJECT_ROOT, name), 'utf8')).toBe(text)
})
