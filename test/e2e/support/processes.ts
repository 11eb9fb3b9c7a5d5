import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll } from 'vitest'

/** Starts programs, and ends them after the tests of this file or group. */
export function processes() {
  const started: ChildProcess[] = []
  afterAll(async () => {
    for (const child of started) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const ended = once(child, 'exit')
      child.kill()
      await ended
    }
  })

  function start(command: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    started.push(child)
    return child
  }

  return {
    /** A script of Node's that says with its first line that it listens. */
    async node(script: string, env: Record<string, string>): Promise<void> {
      const child = start(process.execPath, [script], env)
      if (child.stdout === null) throw new Error('no standard output')
      const said = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => undefined)])
      if (said === undefined) throw new Error(`${script} ended at once`)
    },
    /** A server that says nothing; it is up when something listens on the port. */
    async server(command: string, args: readonly string[], port: number): Promise<void> {
      const child = start(command, args)
      for (let tries = 0; tries < 200 && child.exitCode === null; tries++) {
        if (await isListening(port)) return
        await sleep(25)
      }
      throw new Error(`${command} does not listen on ${port}`)
    },
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const finish = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => finish(true))
    socket.once('error', () => finish(false))
  })
}
