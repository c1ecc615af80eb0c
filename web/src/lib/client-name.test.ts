// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { expect, it } from 'vitest'
import { clientName } from './client-name'

it('names a browser as people do', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36'
  expect(clientName(chrome)).toBe('Chrome · Linux')
  expect(clientName(`${chrome.replace('X11; Linux x86_64', 'Windows NT 10.0')} Edg/120.0`)).toBe('Edge · Windows')
  expect(clientName(`Mozilla/5.0 (Linux; Android 13) Chrome/110.0 Mobile Safari/537.36 MicroMessenger/8.0`)).toBe(
    'WeChat · Android',
  )
  expect(clientName('curl/8.1')).toBe('curl/8.1')
})
