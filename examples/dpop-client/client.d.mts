export interface ProofRequest {
  readonly method: string
  readonly url: string | URL
  /** The session token that the request carries. */
  readonly token?: string | undefined
  /** The latest `Cordon-DPoP-Nonce`. */
  readonly nonce?: string | undefined
  /** Milliseconds. */
  readonly now?: number
}

export function proofMaker(): Promise<(request: ProofRequest) => Promise<string>>

export interface CordonClientOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly fetch?: (url: URL, init: RequestInit) => Promise<Response>
  /** Milliseconds. */
  readonly now?: () => number
}

export class CordonClient {
  constructor(gate: string, options?: CordonClientOptions)
  fetch(path: string, init?: RequestInit): Promise<Response>
}
