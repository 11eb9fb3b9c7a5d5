import type { Problem } from '../enforcement/problem.ts'

/** Readable without a script, at any width, in either colour scheme, on paper and by a screen reader. */
const STYLE = `
:root { color-scheme: light dark; font: 1.0625rem/1.6 system-ui, sans-serif }
body { margin: 0; display: grid; min-height: 100vh; place-items: center; background: Canvas; color: CanvasText }
main { box-sizing: border-box; width: 100%; max-width: 38rem; padding: 2rem 1.25rem; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem }
ul { padding-inline-start: 1.25rem }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 2rem 0 0; font-size: .9375rem }
dt { font-weight: 600 }
dd { margin: 0; font-family: ui-monospace, monospace }
a:focus-visible { outline: 3px solid; outline-offset: 2px }
`

/** The refusal as a page; every value is escaped by the renderer. */
export function refusalPage(problem: Problem, nonce: string): string {
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{problem.title}</title>
        <style nonce={nonce}>{STYLE}</style>
      </head>
      <body>
        <main>
          <h1>{problem.title}</h1>
          <p>{problem.detail}</p>
          {problem.next_steps.length > 0 && (
            <ul>
              {problem.next_steps.map((step) => (
                <li>{step}</li>
              ))}
            </ul>
          )}
          {problem.support !== undefined && (
            <p>
              <a href={problem.support}>Contact support</a>
            </p>
          )}
          <dl>
            <dt>Reason</dt>
            <dd>{problem.reason}</dd>
            <dt>Reference</dt>
            <dd>{problem.decision}</dd>
          </dl>
        </main>
      </body>
    </html>
  )
  return `<!doctype html>${page}`
}
