import { CELL_DEGREES, PEOPLED_CELLS, TOP_LATITUDE } from './peopled-cells.ts'

/** In units of a degree, y downwards from `TOP_LATITUDE`. */
const WIDTH = 360
const HEIGHT = PEOPLED_CELLS.length * CELL_DEGREES

/** The world as dots, one for each cell that holds something; the script puts the client on it, and says beside it where that is. */
export function WorldMap() {
  return (
    <svg id="map" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} data-top={TOP_LATITUDE} aria-hidden="true">
      <path class="cells" d={dots()} />
      <g id="map-client" hidden>
        <path class="cross" d="" />
        <circle class="halo" r="9" />
        <circle class="dot" r="3.4" />
      </g>
    </svg>
  )
}

function dots(): string {
  const middle = CELL_DEGREES / 2
  return PEOPLED_CELLS.map((row, y) =>
    [...bits(row)].map((x) => `M${x * CELL_DEGREES + middle} ${y * CELL_DEGREES + middle}h0`).join(''),
  ).join('')
}

/** Columns whose bit is set. */
function* bits(row: string): Generator<number> {
  for (const [index, digit] of [...row].entries()) {
    const value = Number.parseInt(digit, 16)
    for (let bit = 0; bit < 4; bit++) if ((value & (8 >> bit)) !== 0) yield index * 4 + bit
  }
}
