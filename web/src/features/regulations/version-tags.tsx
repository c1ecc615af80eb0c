// SPDX-License-Identifier: Apache-2.0
import { Flex, Tag } from 'antd'
import type { Coverage, VersionRow } from '../../api/types'
import { useText } from '../../i18n'

const stateColors = { draft: 'blue', published: 'green', withdrawn: 'default' }

export function StateTag({ state }: { state: VersionRow['state'] }) {
  const t = useText()
  return <Tag color={stateColors[state]}>{t(`version.${state}`)}</Tag>
}

export function IssueTags({ version }: { version: VersionRow }) {
  const t = useText()
  if (version.errors + version.warnings === 0) {
    return <Tag color="green">{t('issues.none')}</Tag>
  }
  return (
    <Flex gap={4} wrap>
      {version.errors > 0 && (
        <Tag color="red">{t('issues.errors', { count: version.errors })}</Tag>
      )}
      {version.warnings > 0 && (
        <Tag color="gold">{t('issues.warnings', { count: version.warnings })}</Tag>
      )}
    </Flex>
  )
}

export function CasesTag({ cases }: { cases: { passed: number; failed: number } }) {
  const t = useText()
  if (cases.passed + cases.failed === 0) return <Tag>{t('cases.noneYet')}</Tag>
  return cases.failed > 0 ? (
    <Tag color="red">{t('cases.failed', cases)}</Tag>
  ) : (
    <Tag color="green">{t('cases.allPassed', { count: cases.passed })}</Tag>
  )
}

export function CoverageText({ coverage }: { coverage: Coverage }) {
  const t = useText()
  const total =
    coverage.encoded + coverage.informative + coverage.not_modelled + coverage.unmarked
  return <span>{t('version.coverage', { ...coverage, total })}</span>
}
