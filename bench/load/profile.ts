/**
 * npm run bench:profile -- --subject NAME [--seconds S] [--top N] [--save FILE]: where a subject's time goes, by
 * function and by file, as V8 samples it under the load of npm run bench.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { UsageError, usageMessage } from '../../tools/usage-error.ts'
import { usageOf } from './accounting.ts'
import { SUBJECTS } from './catalogue.ts'
import { type CpuProfile, functionTimes } from './cpu-profile.ts'
import { openInspector } from './inspector.ts'
import { withKit } from './kit.ts'
import { Connections } from './load.ts'
import { AT_ONCE } from './measure.ts'
import { type ProfileTextOptions, profileText } from './profile-text.ts'
import { sourceNames } from './source-names.ts'
import type { Subject } from './subject.ts'

/** What is not yet optimised is another program. */
const WARM_UP_SECONDS = 8
const SAMPLING_MICROS = 100

interface Profiled extends Pick<ProfileTextOptions, 'cpuMicros' | 'nameOf'> {
  readonly profile: CpuProfile
}

function profileOf(subject: Subject, seconds: number): Promise<Profiled> {
  return withKit(async (kit) => {
    const prepared = await subject.prepare(kit)
    const { pid, port, inspectorPort = 0 } = await kit.start(subject.name, prepared.worker, true)
    const next = await prepared.requests(port, WARM_UP_SECONDS + seconds)
    const connections = await Connections.open(port, subject.atOnce ?? AT_ONCE)
    await connections.converse(next, subject.expects, WARM_UP_SECONDS)
    const inspector = await openInspector(inspectorPort)
    await inspector.call('Profiler.enable')
    await inspector.call('Profiler.setSamplingInterval', { interval: SAMPLING_MICROS })
    await inspector.call('Profiler.start')
    const before = usageOf(pid).cpuMicros
    const { latencyMicros } = await connections.converse(next, subject.expects, seconds)
    const cpuMicros = (usageOf(pid).cpuMicros - before) / latencyMicros.length
    const { profile } = (await inspector.call('Profiler.stop')) as { readonly profile: CpuProfile }
    inspector.close()
    connections.close()
    return { profile, cpuMicros, nameOf: sourceNames(prepared.worker.modules) }
  })
}

async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      subject: { type: 'string', default: 'knownSession' },
      seconds: { type: 'string', default: '5' },
      top: { type: 'string', default: '25' },
      save: { type: 'string' },
    },
  })
  const subject = SUBJECTS.find(({ name }) => name === values.subject)
  if (subject === undefined)
    throw new UsageError(`--subject: there are ${SUBJECTS.map(({ name }) => name).join(', ')}`)
  const { profile, cpuMicros, nameOf } = await profileOf(subject, Number(values.seconds) || 5)
  // For the browser's developer tools.
  if (values.save !== undefined) writeFileSync(values.save, JSON.stringify(profile))
  console.log(profileText(functionTimes(profile), { cpuMicros, nameOf, top: Number(values.top) || 25 }))
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

try {
  await run(process.argv.slice(2))
} catch (error) {
  console.error(
    `bench:profile: ${usageMessage(error) ?? (error instanceof Error ? error.message : String(error))}`,
  )
  process.exitCode = 1
}
