import { isolateAcceptedKeys } from '../../src/state/accepted-keys.ts'
import { acceptedKeysContract } from './accepted-keys.ts'

acceptedKeysContract('in the memory of an isolate', isolateAcceptedKeys)
