import { KEYS, type Key } from '../src/config/keys.ts'

/** The configuration as a Markdown table, from the one schema there is. */
export function configurationTable(): string {
  const rows = Object.entries<Key>(KEYS).map(
    ([name, key]) => `| \`${name}\` | ${key.type} | ${fallback(key)} | ${key.why} |`,
  )
  return ['| variable | type | default | why |', '|---|---|---|---|', ...rows].join('\n')
}

function fallback({ fallback, unit, secret }: Key): string {
  if (secret) return 'secret'
  switch (fallback.kind) {
    case 'required':
      return '**required**'
    case 'optional':
      return 'none'
    case 'default': {
      const value = `\`${JSON.stringify(fallback.value).replaceAll('|', '\\|')}\``
      return unit === undefined ? value : `${value} ${unit}`
    }
  }
}
