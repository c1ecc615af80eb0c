// SPDX-License-Identifier: Apache-2.0
// Every page and every role's day in Debian's Chromium, on build/release/kaogong with a demonstration
// city that is made for the run. KAOGONG_CHROMIUM: another browser. KAOGONG_BROWSER_PORT: another port.
import { defineConfig } from '@playwright/test'
import { existsSync } from 'node:fs'

const port = process.env.KAOGONG_BROWSER_PORT ?? '4173'
const baseURL = `http://127.0.0.1:${port}`
const browsers = [process.env.KAOGONG_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome']

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  timeout: 300_000,
  expect: { timeout: 60_000 },
  workers: 2,
  reporter: 'list',
  use: {
    baseURL,
    locale: 'zh-CN',
    viewport: { width: 1366, height: 768 },
    actionTimeout: 60_000,
    screenshot: 'only-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
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
  // The results of this year close the data that the process still reports.
  projects: [
    { name: 'pages', testIgnore: /(process|result|document)-day/ },
    { name: 'process', testMatch: /process-day/ },
    { name: 'results', testMatch: /(result|document)-day/, dependencies: ['process'] },
  ],
  webServer: {
    command: `../tests/browser/serve.sh ${port}`,
    url: `${baseURL}/readyz`,
    timeout: 300_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
})
