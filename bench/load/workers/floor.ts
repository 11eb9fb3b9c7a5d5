import { handOver } from './hand-over.ts'

/** The floor of any gate of our shape. */
export default { fetch: handOver }
