/**
 * A name as one compares it: case, marks, apostrophes, spaces and hyphens aside, so that "Sevastopol'" meets
 * "sevastopol", and «Сімферо́поль» meets «СІМФЕРОПОЛЬ». Scripts stay apart: what a place is called in each is for a list
 * to say.
 */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
