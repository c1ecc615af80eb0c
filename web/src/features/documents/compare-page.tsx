// SPDX-License-Identifier: Apache-2.0
// What changed between two versions of a document.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Flex, Select, Switch } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { DocumentComparison } from '../../api/types'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { useListState } from '../../components/paged'
import { useText } from '../../i18n'
import { showInstant } from '../../lib/date'
import { comparisonQuery, documentQuery } from './queries'
import '../../components/work.css'
import './documents.css'

export function ComparePage() {
  const t = useText()
  const { id } = useParams()
  const document = useQuery(documentQuery(id))
  const list = useListState()
  const [onlyChanges, setOnlyChanges] = useState(true)
  const comparison = useQuery({
    ...comparisonQuery(id, list.get('before'), list.get('after')),
    placeholderData: keepPreviousData,
  })
  const versions = document.data?.versions ?? []
  const options = versions.map((version) => ({
    value: String(version.number),
    label: `${t('document.versionNumber', { number: version.number })} · ${version.act_title} · ${
      version.made_by
    } ${showInstant(version.made_at)}`,
  }))
  const choose = (side: 'before' | 'after') => (
    <label>
      {t(`compareDocument.${side}`)}{' '}
      <Select
        className="filter-assessment"
        popupMatchSelectWidth={false}
        aria-label={t(`compareDocument.${side}`)}
        value={comparison.data && String(comparison.data[side])}
        onChange={(value: string) => list.set({ [side]: value })}
        options={options}
      />
    </label>
  )
  return (
    <Guard act="view_documents">
      <Page
        title={t('compareDocument.title')}
        subtitle={<span className="muted">{document.data?.title}</span>}
        back={`/documents/${id}`}
      >
        <Flex gap="middle" wrap align="center" className="block">
          {choose('before')}
          {choose('after')}
          <label>
            <Switch size="small" checked={onlyChanges} onChange={setOnlyChanges} />{' '}
            {t('compareDocument.onlyChanges')}
          </label>
        </Flex>
        <Loaded query={comparison}>
          {(data) => <Lines comparison={data} onlyChanges={onlyChanges} />}
        </Loaded>
      </Page>
    </Guard>
  )
}

interface LinesProps {
  comparison: DocumentComparison
  onlyChanges: boolean
}

function Lines({ comparison, onlyChanges }: LinesProps) {
  const t = useText()
  const shown = comparison.lines.filter((line) => !onlyChanges || line.kind !== 'same')
  if (!comparison.lines.some((line) => line.kind !== 'same')) {
    return <Alert type="info" showIcon title={t('compareDocument.same')} />
  }
  return (
    <ul className="compared">
      {shown.map((line, place) => (
        <li key={place}>
          <span className="compared-kind">
            {line.kind === 'same' ? '' : t(`compareDocument.${line.kind}`)}
          </span>
          <span>
            {line.segments.map((segment, at) => {
              if (segment.kind === 'added') return <ins key={at}>{segment.text}</ins>
              if (segment.kind === 'removed') return <del key={at}>{segment.text}</del>
              return <span key={at}>{segment.text}</span>
            })}
          </span>
        </li>
      ))}
    </ul>
  )
}
