import type { Role } from '../../config/admin-schema.ts'

/** Who is at the admin door. `client` is a session's own holder, who may end it and nothing else. */
export interface Actor {
  readonly name: string
  readonly role: Role | 'client'
}
