import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with `N passed, N failed` alone on a line, which is what the continuous integration reads. */
export default class CiReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0
    // A file that does not load, and an error outside any test, fail the run without failing a test.
    let failed = unhandledErrors.length
    for (const module of modules) {
      failed += module.errors().length
      for (const test of module.children.allTests()) {
        if (test.result().state === 'failed') failed++
        if (test.result().state === 'passed') passed++
      }
    }
    process.once('exit', () => console.log(`${passed} passed, ${failed} failed`))
  }
}
