import { describe, expect, it } from 'vitest'
import { type Colour, contrastRatio, parseHexColour } from '../../../src/lib/colour.ts'

const WHITE: Colour = [255, 255, 255]

describe('contrastRatio()', () => {
  // Figures of the WCAG contrast checkers for these pairs.
  it.each([
    ['#000000', 21],
    ['#ffffff', 1],
    ['#767676', 4.54],
    ['#777777', 4.48],
    ['#ff0000', 4.0],
    ['#0000ff', 8.59],
  ])('of %s on white is %d', (text, ratio) => {
    const colour = parseHexColour(text)
    if (colour === undefined) throw new Error(text)
    expect(contrastRatio(colour, WHITE)).toBeCloseTo(ratio, 2)
    expect(contrastRatio(WHITE, colour)).toBe(contrastRatio(colour, WHITE))
  })
})

describe('parseHexColour()', () => {
  it.each(['', '#fff', 'fff', '#ffffff0', '#ggffff', 'red', '#FFFFFF;}', ' #ffffff'])(
    '%j is none',
    (text) => {
      expect(parseHexColour(text)).toBeUndefined()
    },
  )

  it('reads both cases', () => {
    expect(parseHexColour('#Ab00fF')).toEqual([171, 0, 255])
  })
})
