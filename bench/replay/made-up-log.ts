import { closeSync, openSync, writeSync } from 'node:fs'

/** Numbers from 0 to 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Picks 0 to `count - 1`, the first most often: Zipf's law with exponent 1. */
export function zipf(count: number, random: () => number): () => number {
  const sums = new Float64Array(count)
  let sum = 0
  for (let rank = 0; rank < count; rank++) {
    sum += 1 / (rank + 1)
    sums[rank] = sum
  }
  return () => {
    const wanted = random() * sum
    let low = 0
    let high = count - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sums[middle] as number) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

const COUNTRIES =
  'us in br de gb fr jp id mx ru tr vn it es ca pl kr au nl ua ar th za eg ph pk bd ng ir cn hk se ch be at ro cz pt gr hu il sa ae my sg tw cl co pe ve dk fi no ie nz ma dz ke gh tz ug et lk np mm kh by kz uz ge am az rs bg hr sk lt lv ee si cu kp sy t1 xx'.split(
    ' ',
  )
const REGIONS = ['CA', 'NY', '30', 'BY', 'ENG', 'MH', 'SP', '43', '14', '77', 'IDF', '13', '']
const CITIES = [
  'Fairfield',
  'Kyiv',
  'München',
  'São Paulo',
  'Mumbai',
  'London',
  'Tokyo',
  'Paris',
  '',
  'Jakarta',
]
const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'python-requests/2.32.3',
  'openai-node/5.12.2',
  'Mozilla/5.0 (compatible; \\"quoted\\"; bot/1.0)',
]
const COLOS = ['SJC', 'FRA', 'AMS', 'LHR', 'NRT', 'GRU', 'BOM', 'SIN', 'IAD', 'CDG']
const CHUNK_BYTES = 4 << 20

/**
 * Writes a log like Cloudflare's Logpush `http_requests`, of some 40 members a line: nobody's traffic, addresses and
 * networks at random. Few networks, countries, addresses and paths make up most of it, as everywhere.
 *
 * @returns how many lines it has
 */
export function writeLog(path: string, bytes: number, seed: number): number {
  const random = seeded(seed)
  const picks = {
    country: zipf(COUNTRIES.length, random),
    asn: zipf(20_000, random),
    address: zipf(500_000, random),
    path: zipf(5_000, random),
  }
  const upTo = (count: number) => Math.floor(random() * count)
  const of = (list: readonly string[]) => list[upTo(list.length)] as string
  const file = openSync(path, 'w')
  let written = 0
  let lines = 0
  let chunk = ''
  try {
    while (written < bytes) {
      chunk += line(lines++)
      if (chunk.length < CHUNK_BYTES) continue
      written += writeSync(file, chunk)
      chunk = ''
    }
  } finally {
    closeSync(file)
  }
  return lines

  function line(number: number): string {
    const client = Math.imul(picks.address() + 1, 0x9e3779b1) >>> 0
    const address =
      random() < 0.2
        ? `2001:db8:${(client >>> 16).toString(16)}:${(client & 0xffff).toString(16)}::1`
        : dotted(client)
    const path = picks.path()
    // A tenth of all paths hold an id that no other request has.
    const uri =
      random() < 0.1
        ? `/v1/threads/${number}-${client.toString(16)}/messages`
        : `/v1/objects/${path}?page=${upTo(9)}\\u0026all=1`
    const at = 1_793_491_200 + Math.floor(number / 500)
    const start = new Date(at * 1000).toISOString().slice(0, 19)
    return `{"BotScore":${upTo(100)},"BotScoreSrc":"Machine Learning","BotTags":[],"CacheCacheStatus":"dynamic","CacheResponseBytes":${upTo(90_000)},"CacheResponseStatus":200,"CacheTieredFill":false,"ClientASN":${1_000 + picks.asn()},"ClientCity":"${of(CITIES)}","ClientCountry":"${COUNTRIES[picks.country()]}","ClientDeviceType":"desktop","ClientIP":"${address}","ClientIPClass":"noRecord","ClientMTLSAuthStatus":"unknown","ClientRegionCode":"${of(REGIONS)}","ClientRequestBytes":${upTo(9_000)},"ClientRequestHost":"api.example.com","ClientRequestMethod":"${random() < 0.6 ? 'POST' : 'GET'}","ClientRequestPath":"${uri.split('?')[0]}","ClientRequestProtocol":"HTTP/2","ClientRequestReferer":"","ClientRequestScheme":"https","ClientRequestSource":"eyeball","ClientRequestURI":"${uri}","ClientRequestUserAgent":"${of(AGENTS)}","ClientSSLCipher":"AEAD-AES128-GCM-SHA256","ClientSSLProtocol":"TLSv1.3","ClientSrcPort":${upTo(65_536)},"ClientTCPRTTMs":${upTo(300)},"EdgeColoCode":"${of(COLOS)}","EdgeEndTimestamp":"${start}Z","EdgeResponseBytes":${upTo(90_000)},"EdgeResponseContentType":"application/json","EdgeResponseStatus":200,"EdgeServerIP":"","EdgeStartTimestamp":"${start}Z","EdgeTimeToFirstByteMs":${upTo(900)},"JA3Hash":"${hash(client)}","JA4":"t13d1516h2_8daaf6152771_b0da82dd1658","OriginResponseStatus":200,"OriginIP":"","ParentRayID":"00","RayID":"${(at * 4096 + (number & 4095)).toString(16)}","SecurityAction":"","VerifiedBotCategory":"","WorkerSubrequest":false,"ZoneName":"example.com"}\n`
  }
}

function dotted(word: number): string {
  // 1.0.0.0 to 223.255.255.255.
  const first = 1 + ((word >>> 24) % 223)
  return `${first}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`
}

function hash(word: number): string {
  return (
    word.toString(16).padStart(8, '0') + (word ^ 0x5bd1e995).toString(16).replace('-', '0').padStart(8, '0')
  ).repeat(2)
}
