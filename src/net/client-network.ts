import { type IpAddress, parseIpAddress } from './ip-address.ts'

/**
 * The network whose attempts are counted together: a /24, or a /56, which is what one household or one server is given.
 * Addresses the edge did not name count as one network.
 */
export function clientNetwork(address: IpAddress | string | null | undefined): string {
  const ip = typeof address === 'string' ? parseIpAddress(address) : address
  if (ip === undefined || ip === null) return 'unknown'
  return ip.version === 4 ? `4/${ip.w0 >>> 8}` : `6/${ip.w0}/${ip.w1 >>> 8}`
}
