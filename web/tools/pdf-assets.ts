// SPDX-License-Identifier: Apache-2.0
// What PDF.js fetches while it draws: character maps (Chinese PDF often embed none), standard fonts and
// the JPEG 2000 decoder without WebAssembly. They lie under /assets/pdf-VERSION/.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

const folders = { cmaps: 'cmaps', fonts: 'standard_fonts', wasm: 'wasm' }

export function pdfAssets(): Plugin {
  const home = resolve(process.cwd(), 'node_modules/pdfjs-dist')
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    version: string
  }
  const files = Object.entries(folders).flatMap(([to, from]) =>
    readdirSync(join(home, from))
      .filter((name) => !name.endsWith('.wasm'))
      .map((name) => ({ to: `assets/pdf-${version}/${to}/${name}`, from: join(home, from, name) })),
  )
  return {
    name: 'kaogong-pdf-assets',
    generateBundle() {
      for (const { to, from } of files) {
        this.emitFile({ type: 'asset', fileName: to, source: readFileSync(from) })
      }
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = files.find(({ to }) => `/${to}` === request.url)
        if (file) response.end(readFileSync(file.from))
        else next()
      })
    },
  }
}
