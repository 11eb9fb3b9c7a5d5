/** The first column to the left, all others to the right; the last one is prose where its cells are longer than figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => {
        const width = widths[at] ?? 0
        return at === 0 || width > LONGEST_FIGURE ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd()
  return [line(head), ...rows.map(line)].join('\n')
}

const LONGEST_FIGURE = 24

export function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 })
}

export function percent(share: number): string {
  const value = share * 100
  return `${value.toFixed(value === 0 || value >= 10 ? 0 : value >= 0.1 ? 1 : 4)} %`
}

export function dollars(value: number): string {
  return value.toLocaleString('en', {
    minimumFractionDigits: value < 100 ? 2 : 0,
    maximumFractionDigits: value < 100 ? 2 : 0,
  })
}

const UNITS = ['B', 'KB', 'MB', 'GB'] as const

export function bytes(value: number): string {
  let [scaled, unit] = [value, 0]
  while (scaled >= 1_000 && unit < UNITS.length - 1) {
    scaled /= 1_000
    unit++
  }
  return `${number(scaled)} ${UNITS[unit]}`
}

export function millis(value: number): string {
  return value.toFixed(0)
}
