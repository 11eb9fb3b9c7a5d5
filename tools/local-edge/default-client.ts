/** Who calls when a request does not say: the address of a request without `Sim-Client-IP`. */
export const defaultClient = {
  address: '73.162.10.1',
  why: 'an ordinary home connection: Comcast, California',
} as const
