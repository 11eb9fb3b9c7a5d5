/** Single steps of the gate inside workerd, at several sizes, as often as it is told. */
import { DECIDING } from './components/deciding.ts'
import { NETWORKS } from './components/networks.ts'
import { REVOCATIONS } from './components/revocations.ts'
import type { Trial, TrialMaker } from './components/trial.ts'

const MAKERS: Readonly<Record<string, TrialMaker>> = { ...DECIDING, ...NETWORKS, ...REVOCATIONS }

/** By component and size. */
const trials = new Map<string, Trial>()

export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const [, task, component = ''] = pathname.split('/')
    const size = Number(searchParams.get('size'))
    const make = MAKERS[component]
    if (make === undefined) return new Response('no such component', { status: 404 })
    const name = `${component}:${size}`
    if (task === 'make') {
      trials.set(name, await make(size, await request.arrayBuffer()))
      return new Response('made')
    }
    const trial = trials.get(name)
    if (trial === undefined) return new Response('not made yet', { status: 409 })
    return new Response(String(trial(Number(searchParams.get('times')))))
  },
}
