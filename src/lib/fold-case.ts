/** To upper case and back, so that `ı`, `İ` and `ß` meet what some back end takes them for (`i`, `i`, `ss`). */
export function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase().replaceAll('i\u0307', 'i')
}
