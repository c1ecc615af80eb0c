// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

// Who may import whom: app → features → components, charts → lib, i18n, api, config. No feature knows
// another, except the session's forms, which the frame shows.
const features = readdirSync(new URL('src/features', import.meta.url))

const closed = (files, patterns) => ({
  files,
  ignores: ['src/**/*.test.{ts,tsx}', 'src/testing/**'],
  rules: { 'no-restricted-imports': ['error', { patterns }] },
})
const away = (...folders) => folders.map((folder) => ({ group: [`**/${folder}/**`] }))
const onlyCharts = { group: ['echarts', 'echarts/*'], message: 'Only charts/ knows ECharts.' }

const numbers = [
  {
    selector: "CallExpression[callee.name='Number']",
    message: 'Scores are decimal strings: use lib/decimal.',
  },
  {
    selector: "CallExpression[callee.name='parseFloat']",
    message: 'Scores are decimal strings: use lib/decimal.',
  },
  {
    selector: "UnaryExpression[operator='+']",
    message: 'Scores are decimal strings: use lib/decimal.',
  },
]

export default tseslint.config(
  { ignores: ['dist', 'src/api/generated', 'test-results', '*.tmp.*'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': ['error', ...numbers],
    },
  },
  // Pixels are the one place for numbers.
  { files: ['src/charts/**', 'src/**/*.test.*'], rules: { 'no-restricted-syntax': 'off' } },
  closed(['src/lib/**'], away('components', 'charts', 'features', 'app', 'i18n')),
  closed(['src/i18n/**', 'src/api/**', 'src/config/**'], away('components', 'charts', 'features', 'app')),
  closed(['src/components/**'], [...away('features', 'app'), onlyCharts]),
  closed(['src/charts/**'], away('features', 'app')),
  ...features.map((feature) =>
    closed(
      [`src/features/${feature}/**`],
      [...away('app'), onlyCharts, ...features.filter((other) => other !== feature).map((other) => ({ group: [`../${other}/**`] }))],
    ),
  ),
)
