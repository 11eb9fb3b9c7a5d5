import { parseArgs } from 'node:util'
import { UsageError } from '../usage-error.ts'
import { type Command, say } from './command.ts'
import { DOOR_OPTIONS, openDoor } from './door.ts'
import { whyOption } from './signing.ts'

const MAX_MINUTES = 1_440

/** `policy -- break-glass`: for some minutes only the law refuses. */
export const breakGlassCommand: Command = async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      ...DOOR_OPTIONS,
      minutes: { type: 'string' },
      end: { type: 'boolean', default: false },
      why: { type: 'string' },
    },
  })
  if ((values.minutes === undefined) !== values.end) throw new UsageError('expected --minutes N, or --end')
  const minutes = values.end ? 0 : minutesOption(values.minutes ?? '')
  const why = whyOption(values.why)
  const door = openDoor(values)
  if (values.end) {
    await door.change('DELETE', '/break-glass', { why })
    say(`${door.gate} enforces its policy again, everywhere within a minute.`)
    return 0
  }
  await door.change('POST', '/break-glass', { minutes, why })
  say(
    `For ${minutes} minutes ${door.gate} refuses only what rests on a law, everywhere within a minute. It is recorded.`,
    'Sooner: npm run policy -- break-glass --end --why …',
  )
  return 0
}

function minutesOption(text: string): number {
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (minutes < 1 || minutes > MAX_MINUTES) throw new UsageError(`--minutes: expected 1 to ${MAX_MINUTES}`)
  return minutes
}
