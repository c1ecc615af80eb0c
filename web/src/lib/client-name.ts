// SPDX-License-Identifier: Apache-2.0
// A browser by the name people know it by. The first that fits: each also claims to be those below it.

const browsers: readonly [RegExp, string][] = [
  [/MicroMessenger\//, 'WeChat'],
  [/DingTalk\//, 'DingTalk'],
  [/Edg(?:A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: readonly [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

// Returns Edge · Windows; what names itself otherwise as it does.
export function clientName(agent: string): string {
  const of = (list: readonly [RegExp, string][]) => list.find(([sign]) => sign.test(agent))?.[1]
  const browser = of(browsers)
  return browser ? [browser, of(systems)].filter(Boolean).join(' · ') : agent
}
