declare module '*.page.js' {
  /** A whole script for browsers, bundled with what it imports. */
  const script: string
  export default script
}

declare module '*.css' {
  const style: string
  export default style
}
