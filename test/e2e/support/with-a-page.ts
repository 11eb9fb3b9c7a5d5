/** An entry that does what the Worker's may not: imports a page statically. */

export { default } from '../../../src/index.ts'
export { problemsPage } from '../../../src/pages/problems.tsx'
