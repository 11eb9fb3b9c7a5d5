import { KEY_REASONS } from '../src/config/key-reasons.ts'
import { KEYS, type Key, type KeyName } from '../src/config/keys.ts'

/** The configuration as a Markdown table, from the one schema there is and its reasons. */
export function configurationTable(): string {
  const rows = Object.entries<Key>(KEYS).map(
    ([name, key]) => `| \`${name}\` | ${key.type} | ${fallback(key)} | ${KEY_REASONS[name as KeyName]} |`,
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
