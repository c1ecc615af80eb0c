// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { Card, Collapse, Empty, Flex, Select, Table, Tag } from 'antd'
import { useParams, useSearchParams } from 'react-router'
import type { Hunk, Version, VersionDiff } from '../../api/types'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { pagesOf } from '../../components/paged'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { regulationQuery, versionQuery } from './queries'

export function DiffPage() {
  const t = useText()
  const { id } = useParams()
  const version = useQuery(versionQuery(id))
  return (
    <Guard act="view_regulations">
      <Page
        title={t('diff.title')}
        subtitle={version.data && <span>{version.data.regulation.title}</span>}
        back={`/regulation-versions/${id}`}
      >
        <Loaded query={version}>{(data) => <Diff version={data} />}</Loaded>
      </Page>
    </Guard>
  )
}

function Diff({ version }: { version: Version }) {
  const t = useText()
  const [search, setSearch] = useSearchParams()
  const regulation = useQuery(regulationQuery(version.regulation.id))
  const others = regulation.data?.versions?.filter((row) => row.id !== version.id) ?? []
  const against = search.get('against') ?? others[0]?.id ?? ''
  const diff = useQuery({
    queryKey: ['versions', version.id, 'diff', against],
    queryFn: ({ signal }) =>
      api.get<VersionDiff>(`/regulation-versions/${version.id}/diff`, { against }, signal),
    enabled: against !== '',
  })
  return (
    <>
      <Flex gap="small" align="center" wrap className="block">
        <span>{t('diff.before')}</span>
        <Select
          className="filter-select"
          aria-label={t('diff.before')}
          value={against || undefined}
          onChange={(next: string) => setSearch({ against: next }, { replace: true })}
          options={others.map((row) => ({ value: row.id, label: row.label }))}
        />
        <span>
          → {t('diff.after')} <strong>{version.label}</strong>
        </span>
      </Flex>
      {against === '' ? (
        <Empty description={t('diff.noOther')} />
      ) : (
        <Loaded query={diff}>
          {(data) => (
            <>
              <Changes changes={data.changes} />
              <Files files={data.files} />
            </>
          )}
        </Loaded>
      )}
    </>
  )
}

function Changes({ changes }: { changes: VersionDiff['changes'] }) {
  const t = useText()
  return (
    <Card size="small" title={t('diff.changes')} className="block">
      <Table
        size="small"
        rowKey={(row) => `${row.article} ${row.what}`}
        pagination={pagesOf(t, 50)}
        scroll={{ x: 'max-content' }}
        dataSource={changes}
        locale={{ emptyText: t('diff.noChanges') }}
        columns={[
          { title: t('diff.article'), render: (_, row) => row.article || '—' },
          { title: t('diff.what'), dataIndex: 'what', className: 'text-cell' },
          {
            title: t('diff.before'),
            className: 'text-cell',
            render: (_, row) => (row.before ? <del>{row.before}</del> : '—'),
          },
          {
            title: t('diff.after'),
            className: 'text-cell',
            render: (_, row) => (row.after ? <ins>{row.after}</ins> : '—'),
          },
        ]}
      />
    </Card>
  )
}

const stateColors = { added: 'green', removed: 'red', changed: 'blue', same: 'default' }

function Files({ files }: { files: VersionDiff['files'] }) {
  const t = useText()
  const changed = files.filter((file) => file.state !== 'same')
  if (changed.length === 0) return <Empty description={t('diff.sameFiles')} />
  return (
    <Collapse
      size="small"
      defaultActiveKey={changed.slice(0, 3).map((file) => file.path)}
      items={changed.map((file) => ({
        key: file.path,
        label: (
          <>
            <code>{file.path}</code>{' '}
            <Tag color={stateColors[file.state]}>{t(`diff.${file.state}`)}</Tag>
          </>
        ),
        children: file.hunks.map((hunk, index) => <SideBySide key={index} hunk={hunk} />),
      }))}
    />
  )
}

interface Pair {
  left?: { line: number; text: string; isChanged: boolean }
  right?: { line: number; text: string; isChanged: boolean }
}

// Removed lines stand beside the added ones that follow them.
function pairsOf(hunk: Hunk): Pair[] {
  const pairs: Pair[] = []
  let [before, after] = [hunk.before_line, hunk.after_line]
  let open = 0
  for (const { kind, text } of hunk.lines) {
    if (kind === 'same') {
      pairs.push({
        left: { line: before++, text, isChanged: false },
        right: { line: after++, text, isChanged: false },
      })
      open = pairs.length
    } else if (kind === 'removed') {
      pairs.push({ left: { line: before++, text, isChanged: true } })
    } else {
      while (open < pairs.length && pairs[open]!.right) open++
      const right = { line: after++, text, isChanged: true }
      if (open < pairs.length) pairs[open]!.right = right
      else pairs.push({ right })
    }
  }
  return pairs
}

function SideBySide({ hunk }: { hunk: Hunk }) {
  const t = useText()
  return (
    <div className="table-scroll">
      <table className="diff">
        <thead className="offscreen">
          <tr>
            <th colSpan={2}>{t('diff.before')}</th>
            <th colSpan={2}>{t('diff.after')}</th>
          </tr>
        </thead>
        <tbody>
          {pairsOf(hunk).map(({ left, right }, index) => (
            <tr key={index}>
              <td className="diff-line">{left?.line}</td>
              <td className={left?.isChanged ? 'diff-removed' : undefined}>
                {left?.isChanged && <span className="diff-sign">−</span>}
                {left?.text}
              </td>
              <td className="diff-line">{right?.line}</td>
              <td className={right?.isChanged ? 'diff-added' : undefined}>
                {right?.isChanged && <span className="diff-sign">+</span>}
                {right?.text}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
