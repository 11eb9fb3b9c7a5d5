import type { Gate } from '../gate.ts'

/** Whether refused people can say that it is a mistake: somebody has to keep what they say. */
export function takesAppeals({ config, control }: Gate): boolean {
  return config.APPEALS === 'on' && control !== undefined
}
