// SPDX-License-Identifier: Apache-2.0
// KAOGONG_URL: a server that runs already, with the demonstration data; without it the fixtures are
// served. KAOGONG_PASSWORD, KAOGONG_CHROMIUM: the accounts' password, the browser.
import { defineConfig } from '@playwright/test'
import { existsSync } from 'node:fs'

const port = process.env.KAOGONG_FIXTURE_PORT ?? '4173'
const baseURL = process.env.KAOGONG_URL ?? `http://127.0.0.1:${port}`
const browsers = [process.env.KAOGONG_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome']

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  reporter: 'list',
  use: {
    baseURL,
    locale: 'zh-CN',
    viewport: { width: 1366, height: 768 },
    launchOptions: {
      executablePath: browsers.find((path) => path && existsSync(path)),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: process.env.KAOGONG_URL
    ? undefined
    : {
        command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort`,
        env: { KAOGONG_FIXTURES: '1' },
        url: baseURL,
        reuseExistingServer: false,
      },
})
