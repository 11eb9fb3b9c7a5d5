import { bytesToHex } from './hex.ts'
