import { build, type Plugin } from 'esbuild'

/**
 * One ES module for workerd, of the same shape as wrangler's bundle. Throws when the source does not build.
 * @param prefixTable a file in place of the build's prefix table
 */
export async function bundleWorker(entry: string, root: string, prefixTable?: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['workerd', 'worker', 'browser'],
    loader: { '.bin': 'binary', '.css': 'text' },
    external: ['node:*', 'cloudflare:*'],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    keepNames: true,
    logLevel: 'silent',
    plugins: [pageScripts, ...(prefixTable === undefined ? [] : [otherTable(prefixTable)])],
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error(`esbuild wrote nothing for ${entry}`)
  return file.text
}

function otherTable(path: string): Plugin {
  return {
    name: 'other-prefix-table',
    setup: ({ onResolve }) => onResolve({ filter: /\/feeds\.bin$/ }, () => ({ path })),
  }
}

/** `*.page.js` is imported as a text: a script for browsers, in one piece with what it imports itself. */
const pageScripts: Plugin = {
  name: 'page-scripts',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.page\.js$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        write: false,
        format: 'iife',
        target: 'es2023',
        platform: 'browser',
        logLevel: 'silent',
      })
      return { contents: outputFiles[0]?.text ?? '', loader: 'text' }
    }),
}
