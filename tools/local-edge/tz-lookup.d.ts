declare module 'tz-lookup' {
  /** The IANA time zone at a place; throws `RangeError` for coordinates that are none. */
  export default function timeZoneAt(latitude: number, longitude: number): string
}
