// Builds the React app and the monitor of web/ into web/dist, which the server serves; `npx vite` serves them for
// development. With `--mode client` it builds the hooks and the client under them as a library, into web/dist-client.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { type BuildOptions, defineConfig, type Plugin } from 'vite'

const server = 'http://127.0.0.1:3000'
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const pages: BuildOptions = {
  outDir: 'dist',
  emptyOutDir: true,
  // The server's Content-Security-Policy allows files of its own only: nothing is inlined as a data: URL.
  assetsInlineLimit: 0,
  rolldownOptions: { input: [file('web/index.html'), file('web/ops.html')] },
}

const client: BuildOptions = {
  outDir: 'dist-client',
  emptyOutDir: true,
  minify: false,
  lib: { entry: file('web/client.ts'), formats: ['es'], fileName: 'client' },
  rolldownOptions: { external: ['react', 'react/jsx-runtime'] },
}

/** What npm and people need to know of the library. */
const clientPackage: Plugin = {
  name: 'client-package',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: readFileSync(file('web/client-package.json')) })
    this.emitFile({ type: 'asset', fileName: 'README.md', source: readFileSync(file('web/client-readme.md')) })
  },
}

/** Beside each file its compressed forms, which the server sends to browsers that take them. */
const compressed: Plugin = {
  name: 'compressed',
  writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle)) {
      const path = join(dir ?? '', name)
      const bytes = readFileSync(path)
      writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
    }
  },
}

export default defineConfig(({ mode }) => ({
  root: 'web',
  base: '/',
  plugins: [react(), mode === 'client' ? clientPackage : compressed],
  build: mode === 'client' ? client : pages,
  server: { proxy: { '/api': { target: server, ws: true, rewriteWsOrigin: true } } },
}))
