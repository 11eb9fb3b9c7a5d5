import { mkdirSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { writeFileAtomically } from '../local-edge/atomic-file.ts'
import { BUNDLED_POLICY } from '../policy-file.ts'
import { PROJECT_ROOT } from '../project.ts'
import { UsageError } from '../usage-error.ts'
import { checkedDocument } from './checked-document.ts'
import { type Command, say } from './command.ts'
import { sizeText } from './sizes.ts'

/** `policy -- bundle FILE`: the document of the next build, once nothing is wrong with it. */
export const bundleCommand: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { output: { type: 'string', default: BUNDLED_POLICY }, env: { type: 'string' } },
  })
  const [path, ...others] = positionals
  if (path === undefined || others.length > 0) throw new UsageError('expected one policy file')
  const checked = await checkedDocument(path, values.env)
  if (checked === undefined) return 1
  const text = `${JSON.stringify(checked.document)}\n`
  mkdirSync(dirname(values.output), { recursive: true })
  writeFileAtomically(values.output, text)
  const name = relative(PROJECT_ROOT, values.output)
  say(
    `${name.startsWith('..') ? values.output : name}: ${sizeText(Buffer.byteLength(text))}, revision ${checked.revision}`,
    'It is in force with POLICY = "bundle" and no other variable of the policy in [vars], after a build.',
  )
  return 0
}
