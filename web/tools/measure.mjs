// SPDX-License-Identifier: Apache-2.0
// Prints what the first page loads, compressed, and fails when it is more than the limit:
//   node tools/measure.mjs dist
// The first page is the sign-in and the home page behind it: the entry, what it imports, and the
// chunk of the home route.
import { readFileSync, statSync, existsSync } from 'node:fs'
import { join } from 'node:path'

const limit = 350_000
const folder = process.argv[2]
const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'))
const files = new Set(['index.html', 'favicon.svg'])

function add(key) {
  const chunk = manifest[key]
  if (files.has(chunk.file)) return
  files.add(chunk.file)
  for (const style of chunk.css ?? []) files.add(style)
  for (const next of chunk.imports ?? []) add(next)
}
add('index.html')
add('src/features/home/home.tsx')

function size(file, ending) {
  const path = join(folder, file)
  return statSync(existsSync(path + ending) ? path + ending : path).size
}

let [brotli, gzip] = [0, 0]
for (const file of files) {
  brotli += size(file, '.br')
  gzip += size(file, '.gz')
  console.log(`${file}  br ${size(file, '.br')}  gz ${size(file, '.gz')}`)
}
console.log(`first page: ${brotli} bytes with brotli, ${gzip} with gzip; limit ${limit}`)
if (gzip > limit) process.exit(1)
