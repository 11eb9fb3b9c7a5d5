/** From what was read to the verdict. */
import { decide } from '../../../src/policy/decide.ts'
import { judge } from '../../../src/policy/judge.ts'
import type { Decision } from '../../../src/policy/types.ts'
import { collectEvidence } from '../../../src/signals/registry.ts'
import { at } from '../../at.ts'
import { type Fixture, NOW } from '../fixture.ts'
import { called, INPUTS, type Subject } from '../subject.ts'

/** More than anything remembers. */
const MANY_PATHS = 8_192

export function resource({ firstVisits, policy: { compiled } }: Fixture, paths: 'few' | 'many'): Subject {
  const { snapshot } = at(firstVisits, 0)
  const asked = Array.from({ length: paths === 'few' ? INPUTS : MANY_PATHS }, (_, index) => {
    const path = `/v1/messages/${index}`
    return { ...snapshot, target: { ...snapshot.target, path, readings: [path] } }
  })
  return called({
    call: (index) => compiled.resource.match(at(asked, index), { state: 'none' }, NOW),
    fold: ({ tier, id }) => tier.length + id.length,
    isRight: ({ tier, id }) => tier === 'controlled' && id === 'default',
  })
}

export function evidence({ firstVisits }: Fixture): Subject {
  return called({
    call: (index) => collectEvidence(at(firstVisits, index).observations),
    fold: ({ place }) => place.state.length,
    isRight: ({ place }) => place.state === 'observed',
  })
}

export function decided({ firstVisits, policy: { compiled } }: Fixture): Subject {
  return called({
    call(index) {
      const { evidence, resource } = at(firstVisits, index)
      return decide(compiled, evidence, resource, NOW)
    },
    fold: determiningRules,
    isRight: ({ verdict }) => verdict === 'allow',
  })
}

export function judged({ firstVisits, policy: { compiled } }: Fixture): Subject {
  return called({
    call(index) {
      const { observations, resource } = at(firstVisits, index)
      return judge(compiled, observations, resource, NOW)
    },
    fold: ({ decision }) => determiningRules(decision),
    isRight: ({ decision }) => decision.verdict === 'allow',
  })
}

function determiningRules({ determining, verdict }: Decision): number {
  return determining.length + verdict.length
}
