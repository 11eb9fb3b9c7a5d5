import { parseArgs } from 'node:util'
import { checkFile } from './check.ts'
import { type Command, say } from './command.ts'
import { formatComplaint, inOrder } from './complaint.ts'
import { currentTime } from './dates.ts'
import { readReference } from './open-policy.ts'
import { readPolicyFile, SHIPPED } from './read-policy-file.ts'

/** `policy -- check`: every complaint on stdout, one a line, as compilers write them; the rest for the eye. */
export const checkCommand: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { env: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  const now = currentTime()
  const complaints = []
  const summaries: string[] = []
  for (const reference of positionals.length === 0 ? [SHIPPED] : positionals) {
    const { path, environment } = readReference(reference, values.env)
    const file = readPolicyFile(path)
    if (!('root' in file)) {
      complaints.push(file)
      continue
    }
    const checked = await checkFile(file, environment, now)
    complaints.push(...checked.complaints)
    summaries.push(...checked.summaries)
  }
  const told = inOrder(complaints)
  if (values.json) console.log(JSON.stringify(told, null, 2))
  else for (const complaint of told) console.log(formatComplaint(complaint))
  if (summaries.length > 0) say(...summaries)
  return told.some(({ severity }) => severity === 'error') ? 1 : 0
}
