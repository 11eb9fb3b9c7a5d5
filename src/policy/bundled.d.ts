/** The policy document of the build, unchecked; its file may not have been made yet when types are. */
declare module '*/data/bundled.json' {
  const document: unknown
  export default document
}
