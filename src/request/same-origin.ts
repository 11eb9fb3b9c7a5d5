/**
 * Whether a request comes from a page of this very origin, as far as a browser says so. For changes that a cookie
 * authorises: browsers send cookies along with what other sites make them send (OWASP ASVS 3.5.1 to 3.5.3).
 *
 * `Sec-Fetch-Site` counts where it is there, since a page cannot set it; else `Origin`. Neither there is not a yes: every
 * browser in use sends one of them with POST and DELETE, and a program can present its token in a header instead.
 */
export function isSameOrigin(headers: Headers, origin: string): boolean {
  const site = headers.get('Sec-Fetch-Site')
  const from = headers.get('Origin')
  if (from !== null && from !== origin) return false
  return site === null ? from === origin : site === 'same-origin'
}
