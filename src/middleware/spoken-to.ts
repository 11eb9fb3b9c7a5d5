import { preferredLanguage } from '../texts/negotiate.ts'
import { type Spoken, speak } from '../texts/speak.ts'

/** The language this client wants to be answered in. */
export function spokenTo(headers: Headers): Spoken | Promise<Spoken> {
  return speak(preferredLanguage(headers.get('Accept-Language')))
}
