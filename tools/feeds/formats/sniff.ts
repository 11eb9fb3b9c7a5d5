const LOOKED_AT = 512
const HTML = /^<(?:!doctype html|html|head|body|script|title|meta)\b/i

/**
 * What a file is when it cannot be any list of ours: an error page with status 200, an archive. Undefined when it may
 * be one. Said first, because "not a prefix" on line 1 of a login page helps nobody.
 */
export function describeForeign(contents: Uint8Array): string | undefined {
  if (contents.length === 0) return 'got an empty file'
  if (contents[0] === 0x1f && contents[1] === 0x8b) return 'got a gzip archive'
  const start = new TextDecoder().decode(contents.subarray(0, LOOKED_AT)).trimStart()
  if (start.startsWith('PK\u0003\u0004')) return 'got a zip archive'
  // Some pages begin with a comment or with their first tag; no list of any format begins with "<".
  if (HTML.test(start) || /^<!--|^<[a-z]+[\s>]/i.test(start)) return 'got an HTML page'
  return start.startsWith('<') ? 'got an XML document' : undefined
}
