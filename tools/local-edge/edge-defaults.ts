/** What `request.cf` says of an ordinary browser's connection, beside what follows from its address. */
export const EDGE_DEFAULTS: Readonly<Record<string, unknown>> = {
  httpProtocol: 'HTTP/2',
  tlsVersion: 'TLSv1.3',
  tlsCipher: 'AEAD-AES128-GCM-SHA256',
  tlsClientHelloLength: '508',
  // Samples of the form: base64 of a SHA-1, as the edge writes them.
  tlsClientCiphersSha1: 'JZtiTn8H/ntxORk+XXvU2EvNoz8=',
  tlsClientExtensionsSha1: 'Y7DIC8A6G0/aXviZ8ie/xDbJb7g=',
  clientTcpRtt: 24,
  tlsClientAuth: {
    certIssuerDNLegacy: '',
    certIssuerSKI: '',
    certSubjectDNRFC2253: '',
    certSubjectDNLegacy: '',
    certFingerprintSHA256: '',
    certNotBefore: '',
    certSKI: '',
    certSerial: '',
    certIssuerDN: '',
    certVerified: 'NONE',
    certNotAfter: '',
    certSubjectDN: '',
    certPresented: '0',
    certRevoked: '0',
    certIssuerSerial: '',
    certIssuerDNRFC2253: '',
    certFingerprintSHA1: '',
  },
}

/** One data centre a continent, so that place and data centre do not contradict each other by accident. */
const COLO_OF_CONTINENT: Readonly<Record<string, string>> = {
  AF: 'JNB',
  AS: 'SIN',
  EU: 'FRA',
  NA: 'SJC',
  OC: 'SYD',
  SA: 'GRU',
}

export function nearestColo(lookedUp: object | undefined): string {
  const continent: unknown = lookedUp && 'continent' in lookedUp ? lookedUp.continent : undefined
  return (typeof continent === 'string' ? COLO_OF_CONTINENT[continent] : undefined) ?? 'SJC'
}
