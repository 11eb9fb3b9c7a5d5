import { RIGHTS, rolesWith } from '../../src/admin/roles.ts'
import { ROLES } from '../../src/state/control/types.ts'

/** Who may do what, as a Markdown table. */
export function rolesTable(): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    row(['', ...ROLES]),
    row(['---', ...ROLES.map(() => ':-:')]),
    ...RIGHTS.map((right) =>
      row([
        right.replaceAll('_', ' '),
        ...ROLES.map((role) => (rolesWith(right).includes(role) ? 'yes' : '')),
      ]),
    ),
  ].join('\n')
}
