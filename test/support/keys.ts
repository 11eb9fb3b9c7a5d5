/** A private key for tests only: it signs nothing anywhere else. */
export const SIGNING_KEYS = JSON.stringify({
  keys: [
    {
      kty: 'EC',
      x: 'KLV4c2vfM70rm1WipBm716msYyky29lqdTo7LoTzI68',
      y: 'lP57KqQxME-dM_3NaDVLoQVk0EUvdvuc7Hi6F25wB5Y',
      crv: 'P-256',
      d: 'i-bIcKp1HBF4khwMoSjvyq9bxx0pQ0aS8Q_Qal5Ma4k',
      kid: 'W8nTzqVDp-9nhy1Z4Jo-H8V_byeuE7Ix5HHcpoj7RYE',
      use: 'sig',
      alg: 'ES256',
    },
  ],
})

/** The text of the secret, for keys made in a test. */
export function signingKeys(...keys: readonly object[]): string {
  return JSON.stringify({ keys })
}
