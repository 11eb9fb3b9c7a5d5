import * as v from 'valibot'
import { contrastRatio, parseHexColour } from '../lib/colour.ts'
import { LANGUAGES } from '../texts/languages.ts'
import { linkUrl, oneOf, wellFormed } from './scalars.ts'

/** WCAG 2.2, 1.4.3: what text needs against its background. */
const MINIMUM_CONTRAST = 4.5

/** Of a page; `layout.tsx` paints with them. */
export const PAGE_BACKGROUNDS = { light: '#ffffff', dark: '#16181d' } as const

/** Pages stay below 15 KB with it. */
const MAX_LOGO_CHARACTERS = 4_096
const LOGO = /^data:image\/(?:svg\+xml|png|webp|jpeg|gif);base64,[A-Za-z0-9+/]+={0,2}$/

const logo = v.pipe(
  v.string('an image as a data URL'),
  v.maxLength(MAX_LOGO_CHARACTERS, `an image of ${MAX_LOGO_CHARACTERS} characters at most as a data URL`),
  v.regex(
    LOGO,
    'an image as a base64 data URL ("data:image/svg+xml;base64,…"): pages load nothing from elsewhere',
  ),
)

function colourOn(background: string) {
  const expected = `a colour (#rrggbb) with a contrast of ${MINIMUM_CONTRAST}:1 or more against ${background}`
  return wellFormed((text) => {
    const colour = parseHexColour(text)
    const behind = parseHexColour(background)
    if (colour === undefined || behind === undefined) return undefined
    return contrastRatio(colour, behind) >= MINIMUM_CONTRAST ? colour : undefined
  }, expected)
}

const ownText = v.pipe(
  v.string('a text'),
  v.minLength(1, 'a text of 1 to 500 characters'),
  v.maxLength(500, 'a text of 1 to 500 characters'),
)

/** What pages look like and say besides their own words. Every text is escaped. */
export const brand = v.strictObject(
  {
    /** Of the service, at the head of the page. */
    name: v.exactOptional(
      v.pipe(
        v.string('a name'),
        v.minLength(1, 'a name'),
        v.maxLength(100, 'a name of 100 characters at most'),
      ),
    ),
    logo: v.exactOptional(logo),
    /** Of links and the line at the top, in each colour scheme. */
    accent: v.exactOptional(colourOn(PAGE_BACKGROUNDS.light)),
    accent_dark: v.exactOptional(colourOn(PAGE_BACKGROUNDS.dark)),
    /** The operator's own words, by language; `en` serves where a language has none. */
    text: v.exactOptional(
      v.record(oneOf(LANGUAGES.map(({ tag }) => tag)), ownText, 'a table: language → text'),
    ),
    /** Where the service itself is. */
    home: v.exactOptional(linkUrl),
  },
  'a table {name?, logo?, accent?, accent_dark?, text?, home?}',
)
export type Brand = v.InferOutput<typeof brand>
