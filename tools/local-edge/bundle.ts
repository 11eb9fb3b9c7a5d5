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
    loader: { '.bin': 'binary' },
    external: ['node:*', 'cloudflare:*'],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    keepNames: true,
    logLevel: 'silent',
    plugins: prefixTable === undefined ? [] : [otherTable(prefixTable)],
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
