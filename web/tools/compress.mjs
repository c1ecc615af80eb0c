// SPDX-License-Identifier: Apache-2.0
// Writes a .br and a .gz beside each file that gains by it: node tools/compress.mjs FOLDER
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

function* filesOf(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* filesOf(path)
    else if (/\.(js|css|html|svg|json|txt)$/.test(name)) yield path
  }
}

for (const path of filesOf(process.argv[2])) {
  const content = readFileSync(path)
  const brotli = brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  })
  const gzip = gzipSync(content, { level: 9 })
  if (brotli.length < content.length) writeFileSync(path + '.br', brotli)
  if (gzip.length < content.length) writeFileSync(path + '.gz', gzip)
}
