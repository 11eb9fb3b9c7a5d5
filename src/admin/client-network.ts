import { parseIpAddress } from '../net/ip-address.ts'

/**
 * The network whose failed attempts are counted together: a /24, or a /56, which is what one household or one server is
 * given. Addresses the edge did not name count as one network.
 */
export function clientNetwork(address: string | null): string {
  const ip = address === null ? undefined : parseIpAddress(address)
  if (ip === undefined) return 'unknown'
  return ip.version === 4 ? `4/${ip.w0 >>> 8}` : `6/${ip.w0}/${ip.w1 >>> 8}`
}
