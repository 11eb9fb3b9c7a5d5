import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Gate } from '../../../src/gate.ts'
import { ChoiceForm } from './choice-form.tsx'
import { Icon, Mark } from './icons.tsx'
import script from './page/main.page.js'
import style from './page/style.css'
import { ResultParts } from './result-parts.tsx'

/** The playground, whole: nothing of it is loaded from anywhere. */
export function PlaygroundPage({ nonce, gate }: { readonly nonce: string; readonly gate: Gate }) {
  const { revision, loaded } = gate.policies.inForce
  const lists = gate.prefixes.feeds.length
  return (
    <Document nonce={nonce}>
      <Top>
        <p>
          policy <code>{revision}</code>
        </p>
        <p>
          mode <code>{loaded.mode}</code>
        </p>
        <p class={lists === 0 ? 'lacking' : ''}>
          {lists === 0 ? (
            <>
              no prefix lists: <code>npm run feeds</code>
            </>
          ) : (
            `${lists} prefix lists`
          )}
        </p>
      </Top>
      <div class="columns">
        <ChoiceForm gate={gate} />
        <ResultParts />
      </div>
      <script nonce={nonce}>{raw(script)}</script>
    </Document>
  )
}

/** In its place while the configuration is broken: there is no policy to play with. */
export function BrokenPage({
  nonce,
  issues,
}: {
  readonly nonce: string
  readonly issues: readonly string[]
}) {
  return (
    <Document nonce={nonce}>
      <Top>{null}</Top>
      <main class="panel broken">
        <h2>The configuration is broken</h2>
        <p>Every request is refused with 503 until this is put right:</p>
        <ul>
          {issues.map((issue) => (
            <li>{issue}</li>
          ))}
        </ul>
      </main>
    </Document>
  )
}

function Document({ nonce, children }: { readonly nonce: string; readonly children: Child }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>Cordon playground</title>
        <link rel="icon" href="data:," />
        <style nonce={nonce}>{raw(style)}</style>
      </head>
      <body>{children}</body>
    </html>
  )
}

function Top({ children }: { readonly children: Child }) {
  return (
    <header class="top">
      <h1>
        <Mark />
        Cordon <span>playground</span>
      </h1>
      <div class="facts">{children}</div>
      <p class="local">
        <Icon name="globe" /> Runs on this machine only; the clients are simulated, the decisions are not.
      </p>
    </header>
  )
}
