/** Bytes as a module: an `ArrayBuffer` in wrangler's bundle, a `Uint8Array` in esbuild's. */
declare module '*.bin' {
  const bytes: ArrayBuffer | Uint8Array<ArrayBuffer>
  export default bytes
}
