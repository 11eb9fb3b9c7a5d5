import { servePolicy } from '../../src/served-policy.ts'
import { checkPolicy } from './check.ts'
import { say } from './command.ts'
import { formatComplaint, inOrder } from './complaint.ts'
import { currentTime } from './dates.ts'
import { openPolicy, readReference, type SoundPolicy, soundOf } from './open-policy.ts'
import { readPolicyFile } from './read-policy-file.ts'

export interface CheckedDocument extends SoundPolicy {
  readonly revision: string
}

/** A policy that passed every check; undefined where it did not, which has been told. Warnings are told, too. */
export async function checkedDocument(
  reference: string,
  environment?: string,
): Promise<CheckedDocument | undefined> {
  const { path, environment: named } = readReference(reference, environment)
  const file = readPolicyFile(path)
  if (!('root' in file)) {
    say(formatComplaint(file))
    return undefined
  }
  const opened = openPolicy(file, named)
  // It is not a variable any more: what a variable may have is no limit to it.
  const asDocument = { ...opened, ground: { ...opened.ground, path: '' } }
  const { complaints } = await checkPolicy(asDocument, currentTime())
  const told = inOrder([...file.complaints, ...complaints])
  if (told.length > 0) say(...told.map(formatComplaint))
  if (told.some(({ severity }) => severity === 'error')) return undefined
  const sound = soundOf(opened)
  return { ...sound, revision: (await servePolicy(sound.loaded)).revision }
}
