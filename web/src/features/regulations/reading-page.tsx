// SPDX-License-Identifier: Apache-2.0
import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Anchor, Button, Card, Dropdown, Empty, Flex, Grid, Segmented, Table, Tag } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { Article, CaseRow, Reading, Version } from '../../api/types'
import { ArticleParagraph } from '../../components/article-paragraph'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { url } from '../../lib/api-client'
import { toPercent } from '../../lib/decimal'
import { ruleBlocks } from './rule-blocks'
import { RuleText } from './rule-text'
import { PublishDialog, WithdrawDialog } from './publish-dialog'
import { readingQuery, regulationQuery, versionQuery } from './queries'
import { CasesTag, CoverageText, IssueTags, StateTag } from './version-tags'

export function ReadingPage() {
  const t = useText()
  const { id } = useParams()
  const version = useQuery(versionQuery(id))
  const data = version.data
  return (
    <Guard act="view_regulations">
      <Page
        title={data ? data.regulation.title : t('nav.regulations')}
        subtitle={
          data && (
            <Flex gap={6} align="center" wrap>
              <span>{data.label}</span>
              <StateTag state={data.state} />
            </Flex>
          )
        }
        back={data ? `/regulations/${data.regulation.id}` : '/regulations'}
        extra={data && <Actions version={data} />}
      >
        <Loaded query={version}>{(loaded) => <ReadingView version={loaded} />}</Loaded>
      </Page>
    </Guard>
  )
}

function Actions({ version }: { version: Version }) {
  const t = useText()
  const navigate = useNavigate()
  const canEdit = useMayWrite('edit_regulations')
  const canPublish = useMayWrite('publish_regulations')
  const canRun = useMayWrite('run_regulations')
  const [dialog, setDialog] = useState<'publish' | 'withdraw' | null>(null)
  const regulation = useQuery(regulationQuery(version.regulation.id))
  const others = regulation.data?.versions?.filter((row) => row.id !== version.id) ?? []
  return (
    <>
      {others.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: others.map((row) => ({ key: row.id, label: row.label })),
            onClick: ({ key }) =>
              void navigate(`/regulation-versions/${version.id}/diff?against=${key}`),
          }}
        >
          <Button>{t('version.compareWith')}</Button>
        </Dropdown>
      )}
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            {
              key: 'zip',
              label: (
                <a href={url(`/regulation-versions/${version.id}/export.zip`)} download>
                  {t('version.exportZip')}
                </a>
              ),
            },
            {
              key: 'xlsx',
              label: (
                <a href={url(`/regulation-versions/${version.id}/template.xlsx`)} download>
                  {t('version.template')}
                </a>
              ),
            },
          ],
        }}
      >
        <Button>{t('common.export')}</Button>
      </Dropdown>
      {canRun && (
        <Button onClick={() => void navigate(`/runs?version_id=${version.id}&new=1`)}>
          {t('version.run')}
        </Button>
      )}
      {version.state === 'draft' && canEdit && (
        <Button onClick={() => void navigate(`/regulation-versions/${version.id}/edit`)}>
          {t('common.edit')}
        </Button>
      )}
      {version.state === 'draft' && canPublish && (
        <Button type="primary" onClick={() => setDialog('publish')}>
          {t('version.publish')}
        </Button>
      )}
      {version.state === 'published' && canPublish && (
        <Button danger onClick={() => setDialog('withdraw')}>
          {t('version.withdraw')}
        </Button>
      )}
      {dialog === 'publish' && (
        <PublishDialog version={version} onClose={() => setDialog(null)} />
      )}
      {dialog === 'withdraw' && (
        <WithdrawDialog version={version} onClose={() => setDialog(null)} />
      )}
    </>
  )
}

function ReadingView({ version }: { version: Version }) {
  const t = useText()
  const reading = useQuery(readingQuery(version.id))
  return (
    <>
      <Flex gap="small" wrap align="center" className="block">
        <CoverageText coverage={version.coverage} />
        <IssueTags version={version} />
        <CasesTag cases={version.cases} />
        {version.effective_from && (
          <span className="muted">{t('version.effectiveOn', { day: version.effective_from })}</span>
        )}
        <span className="muted">
          {t('version.digest')} <code>{version.content_hash.slice(0, 16)}</code>
        </span>
      </Flex>
      <Loaded
        query={reading}
        isEmpty={(data) => data.articles.length === 0}
        empty={<Empty description={t('reading.none')} />}
      >
        {(data) => <Articles reading={data} />}
      </Loaded>
    </>
  )
}

// The heading may or may not begin with the number.
const headingOf = ({ number, title }: Article) =>
  title.startsWith(number) ? title : `${number} ${title}`

type View = 'articles' | 'cases' | 'parameters'

function Articles({ reading }: { reading: Reading }) {
  const t = useText()
  const screens = Grid.useBreakpoint()
  const [view, setView] = useState<View>('articles')
  const casesOf = (article: Article) =>
    reading.cases.filter((item) => item.basis.some((basis) => basis.startsWith(article.number)))
  return (
    <>
      <Segmented<View>
        className="block"
        value={view}
        onChange={setView}
        options={[
          { value: 'articles', label: t('reading.articles', { count: reading.articles.length }) },
          { value: 'cases', label: t('reading.cases', { count: reading.cases.length }) },
          {
            value: 'parameters',
            label: t('reading.parameters', { count: reading.parameters.length }),
          },
        ]}
      />
      {view === 'articles' && (
        <Flex gap={12} align="flex-start">
          {screens.xl && (
            <Anchor
              className="article-index"
              replace
              offsetTop={60}
              targetOffset={64}
              items={reading.articles.map((article, index) => ({
                key: index,
                href: `#article-${index}`,
                title: headingOf(article),
              }))}
            />
          )}
          <div className="grow-pane">
            <div className="article-heads" aria-hidden>
              <span>{t('reading.text')}</span>
              <span>{t('reading.rules')}</span>
              <span>{t('reading.casesHead')}</span>
            </div>
            {reading.articles.map((article, index) => (
              <ArticleCard
                key={index}
                id={`article-${index}`}
                article={article}
                cases={casesOf(article)}
              />
            ))}
          </div>
        </Flex>
      )}
      {view === 'cases' && (
        <Card size="small">
          <CaseList cases={reading.cases} showBasis />
        </Card>
      )}
      {view === 'parameters' && <Parameters reading={reading} />}
    </>
  )
}

const statusColors = {
  encoded: 'green',
  informative: 'default',
  not_modelled: 'orange',
  unmarked: 'red',
}

function ArticleCard({ id, article, cases }: { id: string; article: Article; cases: CaseRow[] }) {
  const t = useText()
  return (
    <section className="article" id={id} aria-label={headingOf(article)}>
      <h2>
        {headingOf(article)}{' '}
        <Tag color={statusColors[article.status]}>{t(`article.${article.status}`)}</Tag>
      </h2>
      {article.issues.map((issue, index) => (
        <Alert
          key={index}
          type={issue.severity}
          showIcon
          className="block"
          title={`${issue.file}:${issue.line} ${issue.message}`}
          description={issue.hint}
        />
      ))}
      <div className="article-columns">
        <div className="article-text">
          {article.paragraphs.map((paragraph, index) => (
            <ArticleParagraph key={index} text={paragraph} />
          ))}
          {article.reason && <p className="muted">{article.reason}</p>}
        </div>
        <div>
          {article.rules.length === 0 && <p className="muted">{t('reading.noRule')}</p>}
          {ruleBlocks(article.rules).map((rule) => (
            <RuleText key={rule.line} text={rule.text} line={rule.line} />
          ))}
        </div>
        <div>
          {cases.length === 0 ? (
            <p className="muted">{t('reading.noCase')}</p>
          ) : (
            <CaseList cases={cases} />
          )}
        </div>
      </div>
    </section>
  )
}

function CaseList({ cases, showBasis }: { cases: CaseRow[]; showBasis?: boolean }) {
  const t = useText()
  if (cases.length === 0) return <Empty description={t('cases.noneYet')} />
  return (
    <ul className="case-list">
      {cases.map((item) => (
        <li key={`${item.file}:${item.line}`}>
          {item.passed ? (
            <CheckCircleFilled className="met" aria-label={t('cases.passedOne')} />
          ) : (
            <CloseCircleFilled className="bad" aria-label={t('cases.failedOne')} />
          )}{' '}
          {item.title}
          {showBasis && <span className="muted"> {item.basis.join('、')}</span>}
          <div className="muted">
            {item.file}:{item.line}
          </div>
          {item.failures.map((failure, index) => (
            <div key={index} className="bad">
              {failure}
            </div>
          ))}
        </li>
      ))}
    </ul>
  )
}

function Parameters({ reading }: { reading: Reading }) {
  const t = useText()
  return (
    <Table
      size="small"
      rowKey="name"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={reading.parameters}
      locale={{ emptyText: t('reading.noParameters') }}
      columns={[
        { title: t('parameters.name'), dataIndex: 'name' },
        { title: t('parameters.unit'), render: (_, row) => row.unit || '—' },
        {
          title: t('parameters.values'),
          render: (_, row) =>
            row.values.map((value, index) => (
              <div key={index}>
                {value.from && <span className="muted">{value.from} </span>}
                <span className="decimal">
                  {value.value === null
                    ? t('parameters.ended')
                    : row.is_percent
                      ? toPercent(value.value)
                      : value.value}
                </span>{' '}
                <span className="muted">{value.reference}</span>
              </div>
            )),
        },
      ]}
    />
  )
}

