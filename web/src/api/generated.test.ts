// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'
import { expect, it } from 'vitest'

it('the types are those of the API description; npm run types writes them anew', async () => {
  const source = resolve(process.cwd(), '../docs/reference/openapi.yaml')
  expect(existsSync(source)).toBe(true)
  const made = astToString(await openapiTS(pathToFileURL(source)))
  const stored = readFileSync(resolve(process.cwd(), 'src/api/generated/schema.d.ts'), 'utf8')
  // The command line of openapi-typescript writes a header above.
  expect(stored.slice(stored.indexOf('export interface paths'))).toBe(
    made.slice(made.indexOf('export interface paths')),
  )
})
