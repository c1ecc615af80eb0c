// SPDX-License-Identifier: Apache-2.0
// The workbench: the rubric's items at the left, the clauses of one of them with rule, example and
// decision at the right.
import { DownloadOutlined, FileTextOutlined, SaveOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Collapse, Drawer, Empty, Flex, Grid, Select } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { RubricItem, Workbench } from '../../api/types'
import { messageOf } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState } from '../../components/paged'
import { useText } from '../../i18n'
import { api, isConflict, url } from '../../lib/api-client'
import { ClauseCard, type NewDecision } from './clause-card'
import { CoverageBar, UnderstoodTag } from './coverage-bar'
import { rubricQuery } from './queries'
import { SaveDraft } from './save-draft'
import '../../components/work.css'
import './reports.css'

export function RubricPage() {
  const t = useText()
  const { id = '' } = useParams()
  const mayEdit = useMayWrite('edit_regulations')
  const rubric = useQuery(rubricQuery(id))
  const [isSaving, setSaving] = useState(false)
  const [isReading, setReading] = useState(false)
  const data = rubric.data
  return (
    <Guard act="edit_regulations">
      <Page
        title={data?.title ?? t('rubric.title')}
        subtitle={data && <span className="muted">{data.file_name}</span>}
        back="/rubrics"
        extra={
          data && (
            <>
              <Button icon={<FileTextOutlined />} onClick={() => setReading(true)}>
                {t('rubric.document')}
              </Button>
              <Button icon={<DownloadOutlined />} href={url(`/rubrics/${id}/draft.zip`)} download>
                {t('rubric.download')}
              </Button>
              {mayEdit && (
                <Button type="primary" icon={<SaveOutlined />} onClick={() => setSaving(true)}>
                  {t('rubric.save')}
                </Button>
              )}
            </>
          )
        }
      >
        <Loaded query={rubric}>
          {(bench) => (
            <>
              <Bench bench={bench} />
              {isSaving && <SaveDraft bench={bench} onClose={() => setSaving(false)} />}
              {isReading && (
                <Drawer
                  open
                  size="large"
                  title={t('rubric.document')}
                  onClose={() => setReading(false)}
                >
                  <pre className="rubric-document">{bench.document}</pre>
                </Drawer>
              )}
            </>
          )}
        </Loaded>
      </Page>
    </Guard>
  )
}

const isOpen = (item: RubricItem) => item.understood === 'not' || item.understood === 'partly'

function Bench({ bench }: { bench: Workbench }) {
  const t = useText()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const mayEdit = useMayWrite('edit_regulations')
  const isWide = Grid.useBreakpoint().lg ?? true
  const list = useListState()
  const [isOnlyOpen, setOnlyOpen] = useState(false)
  const items = bench.items.filter((item) => !isOnlyOpen || isOpen(item))
  const chosen =
    items.find((item) => String(item.item) === list.get('item')) ?? items[0]

  async function decide(decision: NewDecision) {
    try {
      const next = await api.create<Workbench>(`/rubrics/${bench.id}/decisions`, {
        version: bench.version,
        items: [decision],
      })
      queryClient.setQueryData(rubricQuery(bench.id).queryKey, next)
      void queryClient.invalidateQueries({ queryKey: ['rubrics', 'list'] })
    } catch (error) {
      // Somebody else decided meanwhile: what he did is shown.
      if (isConflict(error))
        await queryClient.invalidateQueries({ queryKey: rubricQuery(bench.id).queryKey })
      void message.error(messageOf(error, t))
      throw error
    }
  }

  return (
    <>
      {bench.saved && (
        <Alert
          type="success"
          showIcon
          className="block"
          title={t('rubric.savedAs', { slug: bench.saved.slug, label: bench.saved.label })}
          action={
            <Link to={`/regulation-versions/${bench.saved.version_id}/edit`}>
              {t('rubric.openRegulation')}
            </Link>
          }
        />
      )}
      <CoverageBar coverage={bench.coverage} />
      <Notes bench={bench} />
      <div className="bench-columns">
        <nav aria-label={t('rubric.items')} className="bench-items">
          <Checkbox
            className="block"
            checked={isOnlyOpen}
            onChange={(event) => setOnlyOpen(event.target.checked)}
          >
            {t('rubric.showOpen')}
          </Checkbox>
          {items.length === 0 && <Empty description={t('rubric.allUnderstood')} />}
          {isWide ? (
            items.map((item) => (
              <button
                key={item.item}
                type="button"
                className={`bench-item framed ${item === chosen ? 'selected' : ''}`}
                aria-current={item === chosen}
                onClick={() => list.set({ item: String(item.item) })}
              >
                <span>
                  {item.blocks.length > 0 && (
                    <span className="muted">{item.blocks.join(' / ')} / </span>
                  )}
                  {item.name}
                </span>
                <Flex gap={4} wrap>
                  <UnderstoodTag understood={item.understood} />
                  <span className="muted small">
                    {item.points === null
                      ? t('rubric.noPoints')
                      : t('rubric.points', { points: item.points })}
                  </span>
                </Flex>
              </button>
            ))
          ) : (
            <Select
              className="grow"
              aria-label={t('rubric.items')}
              value={chosen?.item}
              onChange={(item: number) => list.set({ item: String(item) })}
              options={items.map((item) => ({
                value: item.item,
                label: `${item.name} · ${item.understood_title}`,
              }))}
            />
          )}
        </nav>
        {chosen && (
          <section className="bench-item-view" aria-label={chosen.name}>
            <ItemHead item={chosen} />
            {chosen.clauses.map((clause, index) => (
              <ClauseCard
                key={`${chosen.item}-${index}-${bench.version}`}
                rubricId={bench.id}
                item={chosen.item}
                clause={index}
                of={clause}
                mayEdit={mayEdit}
                onDecide={decide}
              />
            ))}
          </section>
        )}
      </div>
    </>
  )
}

function ItemHead({ item }: { item: RubricItem }) {
  const t = useText()
  return (
    <header className="block">
      <h2 className="bench-title">
        {item.article} {item.name}{' '}
        {item.points !== null && (
          <span className="muted">{t('rubric.points', { points: item.points })}</span>
        )}
      </h2>
      {item.is_by_hand && <p className="bad">{t('rubric.byHand')}</p>}
      {item.owner && <p className="muted">{t('rubric.owner', { owner: item.owner })}</p>}
      <blockquote className="bench-standard" aria-label={t('rubric.standard')}>
        {item.standard}
      </blockquote>
    </header>
  )
}

function Notes({ bench }: { bench: Workbench }) {
  const t = useText()
  const groups = [
    { key: 'issues', title: t('rubric.issues'), rows: bench.issues },
    { key: 'reading', title: t('rubric.reading'), rows: bench.reading },
  ].filter((group) => group.rows.length > 0)
  if (groups.length === 0) return <p className="good">{t('rubric.noIssues')}</p>
  return (
    <Collapse
      size="small"
      className="block"
      items={groups.map((group) => ({
        key: group.key,
        label: `${group.title} ${group.rows.length}`,
        children: (
          <ul className="plain-list">
            {group.rows.map((row, index) => (
              <li key={index} className={row.severity === 'error' ? 'bad' : undefined}>
                {row.article} {row.message} <span className="muted">{row.hint}</span>
              </li>
            ))}
          </ul>
        ),
      }))}
    />
  )
}
