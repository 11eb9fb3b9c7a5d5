import type { Brand } from '../lib/brand.ts'

/** An officially assigned ISO 3166-1 alpha-2 code, upper case, or `XK`. */
export type CountryCode = Brand<string, 'CountryCode'>

/** ISO 3166-1:2020, the 249 officially assigned codes (iso.org/obp/ui, unchanged since 2011). */
const ASSIGNED = `
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ
BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ
DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU
ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ
LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ
TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`

// A user-assigned code, which ISO will never assign. The edge reports Kosovo by it.
const KOSOVO = 'XK'

/** The 27 members of the European Union since 2020-02-01 (europa.eu). */
const EU = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'

const codes = (list: string) => list.trim().split(/\s+/) as CountryCode[]

const COUNTRIES: ReadonlySet<string> = new Set([...codes(ASSIGNED), KOSOVO])

export const EU_MEMBERS: ReadonlySet<CountryCode> = new Set(codes(EU))

/**
 * The country that exactly this value names, or `undefined`.
 *
 * What the edge says of an unknown place (`XX`) or of Tor (`T1`) is no country, nor are lower case, alpha-3, names, or
 * the reserved `UK` and `EU`. The caller decides what no country means; nothing is guessed here.
 */
export function countryCode(value: unknown): CountryCode | undefined {
  return typeof value === 'string' && COUNTRIES.has(value) ? (value as CountryCode) : undefined
}

/** Whether the code is a member state's. Territories with a code of their own (`GF`, `AX`) are not counted in. */
export function isEuMember(code: CountryCode): boolean {
  return EU_MEMBERS.has(code)
}
