import type { Child } from 'hono/jsx'
import type { Brand } from '../config/page-schema.ts'
import { PAGE_BACKGROUNDS } from '../config/page-schema.ts'
import type { PageContent } from '../enforcement/respond.ts'
import { ENGLISH } from '../texts/languages.ts'
import type { Text } from '../texts/locale.ts'
import type { Spoken } from '../texts/speak.ts'

/** What every page of this service has in common. */
export interface PageFrame {
  readonly spoken: Spoken
  readonly brand: Brand
  readonly nonce: string
}

export interface PageParts {
  readonly title: string
  readonly content: Child
  /** Texts of the page that matter: where one of them is a translation that nobody has reviewed, the page says so. */
  readonly texts?: readonly Text[]
  readonly hasForm?: boolean
}

/** Both have the contrast that is asked of an operator's colours. */
const ACCENT = { light: '#1a56b0', dark: '#8ab8ff' }

/** Readable without a script, at any width and zoom, in either colour scheme and direction, on paper, by a screen reader. */
function styleOf({ accent = ACCENT.light, accent_dark = ACCENT.dark }: Brand): string {
  return `
:root { color-scheme: light dark; --back: ${PAGE_BACKGROUNDS.light}; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --accent: ${accent}; font: 1.0625rem/1.6 system-ui, sans-serif }
@media (prefers-color-scheme: dark) { :root { --back: ${PAGE_BACKGROUNDS.dark}; --text: #eceff3; --soft: #a5adb8; --line: #3b424c; --accent: ${accent_dark} } }
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--text); overflow-wrap: anywhere }
header, main, footer { max-width: 40rem; margin: 0 auto; padding: 1rem 1.25rem }
header { padding-block: 1.25rem .75rem; font-weight: 600 }
header a { display: inline-block }
header .brand { display: flex; align-items: center; gap: .75rem; min-height: 1.5rem }
header img { display: block; height: 2.5rem; max-width: 10rem; object-fit: contain }
main { padding-block: 1.5rem 2rem; border-block-start: 4px solid var(--accent) }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; text-wrap: balance }
h2 { font-size: 1.0625rem; margin: 2rem 0 .5rem }
p { margin: 0 0 1rem }
ul { margin: 0; padding-inline-start: 1.25rem }
li { margin-block-end: .375rem }
a { color: var(--accent) }
.links { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin-block-start: 1.5rem }
.links a { padding-block: .25rem }
dl { margin: 0 }
main dl:last-child { margin-block-start: 2rem }
dl div { display: grid; grid-template-columns: minmax(7rem, 12rem) 1fr; gap: 0 1rem; padding-block: .3125rem; border-block-end: 1px solid var(--line) }
dt { color: var(--soft) }
dd { margin: 0 }
code { font: .9375em/1.5 ui-monospace, monospace; unicode-bidi: isolate }
footer { color: var(--soft); font-size: .9375rem; border-block-start: 1px solid var(--line) }
label { display: block; font-weight: 600; margin-block: 1rem .25rem }
input, textarea { width: 100%; font: inherit; color: inherit; background: transparent; border: 1px solid var(--soft); border-radius: .25rem; padding: .5rem }
button { font: inherit; font-weight: 600; color: var(--back); background: var(--accent); border: 0; border-radius: .25rem; padding: .5rem 1.25rem; margin-block-start: 1.25rem; min-height: 2.75rem }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
[hidden], .away { display: none }
@media (max-width: 30rem) { dl div { grid-template-columns: 1fr } }
@media print { :root { --back: #fff; --text: #000; --soft: #333; --accent: #000 } button, form { display: none } a[href^=http]::after { content: attr(href); margin-inline-start: .5em; font-weight: 400 } }
`
}

/** A whole page. Every value in it is escaped by the renderer. */
export function layout(
  frame: PageFrame,
  { title, content, texts = [], hasForm = false }: PageParts,
): PageContent {
  const { spoken, brand, nonce } = frame
  const { labels } = spoken.locale
  const isUnreviewed = spoken.tag !== ENGLISH.tag && texts.some(({ reviewed }) => !reviewed)
  const page = (
    <html lang={spoken.tag} dir={spoken.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{brand.name === undefined ? title : `${title} · ${brand.name}`}</title>
        <style nonce={nonce}>{styleOf(brand)}</style>
      </head>
      <body>
        {(brand.name !== undefined || brand.logo !== undefined) && <Head brand={brand} />}
        <main>
          <h1>{title}</h1>
          {content}
        </main>
        {isUnreviewed && (
          <footer>
            <p>{labels.unreviewed.text}</p>
          </footer>
        )}
      </body>
    </html>
  )
  return { html: `<!doctype html>${page}`, nonce, hasImage: brand.logo !== undefined, hasForm }
}

function Head({ brand: { name, logo, home } }: { readonly brand: Brand }) {
  const inner = (
    <span class="brand">
      {logo !== undefined && <img src={logo} alt="" />}
      {name !== undefined && <span>{name}</span>}
    </span>
  )
  return <header>{home === undefined ? inner : <a href={home}>{inner}</a>}</header>
}

/** Facts in two columns, one below the other where it is narrow. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl>
      {facts.map(({ label, value, isCode = false }) => (
        <div>
          <dt>{label}</dt>
          <dd>{isCode ? <code dir="ltr">{value}</code> : <bdi>{value}</bdi>}</dd>
        </div>
      ))}
    </dl>
  )
}

export interface Fact {
  readonly label: string
  readonly value: string
  /** For machines and support, to be copied exactly. */
  readonly isCode?: boolean
}

/** The operator's own words in this language, or in English. */
export function OwnText({ frame: { brand, spoken } }: { readonly frame: PageFrame }) {
  const own = brand.text?.[spoken.tag]
  if (own !== undefined) return <p>{own}</p>
  return brand.text?.en === undefined ? null : (
    <p lang="en" dir="ltr">
      {brand.text.en}
    </p>
  )
}
