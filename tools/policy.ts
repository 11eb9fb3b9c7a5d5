/** `npm run policy -- …`: checks, explains, compares, tries and publishes policies. */
import { runPolicy } from './policy/run.ts'

// A reader such as `head` that has seen enough is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.exitCode = await runPolicy(process.argv.slice(2))
