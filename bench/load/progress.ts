/** One line on the terminal, always the same one; nothing where nobody looks. */
export function progressLine(): { readonly show: (line: string) => void; readonly clear: () => void } {
  const { stderr } = process
  if (!stderr.isTTY) return { show: () => {}, clear: () => {} }
  const clear = () => {
    stderr.write('\r\x1b[K')
  }
  return {
    clear,
    show(line) {
      clear()
      stderr.write(line)
    },
  }
}
