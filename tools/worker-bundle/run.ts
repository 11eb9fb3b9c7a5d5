/** wrangler's `[build]` command: makes the modules that it uploads, in `build/`. */
import { join } from 'node:path'
import { PROJECT_ROOT } from '../project.ts'
import { writeWorker } from './bundle-worker.ts'

await writeWorker(join(PROJECT_ROOT, 'build'))
