// SPDX-License-Identifier: Apache-2.0
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { fixtures } from './src/testing/vite-fixtures.ts'
import { pdfAssets } from './tools/pdf-assets.ts'

// The server's own policy, so that what the browser would refuse there is refused here too.
const policy =
  "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
  "object-src 'none'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'"

const backend = process.env.KAOGONG_URL ?? 'http://127.0.0.1:8080'
const proxy = process.env.KAOGONG_FIXTURES ? undefined : { '/api': backend }

export default defineConfig({
  plugins: [react(), pdfAssets(), ...(process.env.KAOGONG_FIXTURES ? [fixtures()] : [])],
  build: { target: 'es2022', manifest: true, chunkSizeWarningLimit: 1200, modulePreload: { polyfill: false } },
  server: { proxy },
  preview: { headers: { 'Content-Security-Policy': policy }, proxy },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    testTimeout: 60_000,
    // The machine is small and jsdom is heavy.
    maxWorkers: 2,
  },
})
