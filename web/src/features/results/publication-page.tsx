// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Descriptions, Flex } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { Publication } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useCan, useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { StateTag } from '../../components/state-tag'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { publicationTones } from './publication-tones'
import { publicationQuery } from './queries'
import { ReadinessList } from './publish-page'
import '../../components/work.css'

export function PublicationPage() {
  const t = useText()
  const { id } = useParams()
  const publication = useQuery(publicationQuery(id))
  const data = publication.data
  return (
    <Guard act="view_results">
      <Page
        title={
          data
            ? `${data.assessment.title} · ${t('publication.revisionNumber', { revision: data.revision })}`
            : t('publication.title')
        }
        subtitle={
          data && <StateTag tone={publicationTones[data.state]}>{data.state_title}</StateTag>
        }
        back={data ? `/assessments/${data.assessment.id}/publish` : '/assessments'}
      >
        <Loaded query={publication}>{(found) => <View publication={found} />}</Loaded>
      </Page>
    </Guard>
  )
}

function View({ publication }: { publication: Publication }) {
  const t = useText()
  const navigate = useNavigate()
  const maySeePayouts = useCan('view_payouts')
  const byKind = publication.kinds.map((kind) => ({
    kind,
    titles: publication.columns
      .filter((column) => column.kind === kind)
      .map((column) => column.title),
  }))
  return (
    <>
      <Next publication={publication} />
      <Card size="small" className="block">
        <Descriptions size="small" column={{ xs: 1, md: 2 }}>
          <Descriptions.Item label={t('publication.notice')}>
            {publication.notice_from} – {publication.notice_until}{' '}
            {publication.state === 'notice' &&
              t('publication.daysLeft', { days: publication.working_days_left })}
          </Descriptions.Item>
          <Descriptions.Item label={t('publication.days')}>
            {publication.notice_days}
          </Descriptions.Item>
          <Descriptions.Item label={t('publication.contact')}>
            {publication.contact}
          </Descriptions.Item>
          <Descriptions.Item label={t('publication.published')}>
            {showInstant(publication.published_at)} {publication.published_by}
          </Descriptions.Item>
          {publication.finalised_at && (
            <Descriptions.Item label={t('publication.finalised')}>
              {showInstant(publication.finalised_at)} {publication.finalised_by}
            </Descriptions.Item>
          )}
          {publication.reason && (
            <Descriptions.Item label={t('publication.revisionReason')}>
              {publication.reason}{' '}
              {publication.objection_id && (
                <Link to={`/objections/${publication.objection_id}`}>{t('objections.one')}</Link>
              )}
            </Descriptions.Item>
          )}
          <Descriptions.Item label={t('publication.columns')} span="filled">
            {byKind
              .map(({ kind, titles }) =>
                t('publication.columnsOf', { kind, titles: titles.join(t('common.comma')) }),
              )
              .join(t('common.semicolon'))}
          </Descriptions.Item>
        </Descriptions>
        <Flex gap="small" wrap className="below">
          <Button onClick={() => void navigate(`/computations/${publication.computation_id}`)}>
            {t('results.ranking')}
          </Button>
          {publication.state === 'notice' && (
            <Button href={`/public/notices/${publication.id}`} target="_blank">
              {t('publication.asPublic')}
            </Button>
          )}
          {maySeePayouts && (
            <Button onClick={() => void navigate(`/publications/${publication.id}/payouts`)}>
              {t('payouts.title')}
            </Button>
          )}
          <Button
            onClick={() => void navigate(`/objections?assessment=${publication.assessment.id}`)}
          >
            {t('publication.objections', { count: publication.open_objections })}
          </Button>
        </Flex>
      </Card>
      {publication.override_reason && (
        <>
          <Alert
            type="warning"
            showIcon
            className="block"
            title={t('publication.overridden')}
            description={publication.override_reason}
          />
          {publication.readiness && <ReadinessList readiness={publication.readiness} />}
        </>
      )}
    </>
  )
}

// What comes next, and what stands in the way.
function Next({ publication }: { publication: Publication }) {
  const t = useText()
  const { message, modal } = App.useApp()
  const queryClient = useQueryClient()
  const mayPublish = useMayWrite('publish_results')
  const [error, setError] = useState<unknown>(null)

  async function act(path: string) {
    setError(null)
    try {
      await api.post(path)
      await queryClient.invalidateQueries({ queryKey: ['publications'] })
      void queryClient.invalidateQueries({ queryKey: ['assessment'] })
      void queryClient.invalidateQueries({ queryKey: ['assessments'] })
      void message.success(t('common.saved'))
    } catch (problem) {
      setError(problem)
    }
  }

  if (publication.state === 'superseded') {
    return <Alert type="info" showIcon className="block" title={t('publication.superseded')} />
  }
  return (
    <>
      <ErrorAlert error={error} />
      {publication.open_objections > 0 && publication.state !== 'archived' && (
        <Alert
          type="warning"
          showIcon
          className="block"
          title={t('publication.openObjections', { count: publication.open_objections })}
        />
      )}
      {mayPublish && publication.state === 'ended' && (
        <Alert
          type="info"
          showIcon
          className="block"
          title={t('publication.ended')}
          action={
            <Button
              type="primary"
              disabled={publication.open_objections > 0}
              onClick={() =>
                modal.confirm({
                  title: t('publication.finaliseSure'),
                  content: t('publication.finaliseHint'),
                  okText: t('publication.finalise'),
                  onOk: () => act(`/publications/${publication.id}/finalise`),
                })
              }
            >
              {t('publication.finalise')}
            </Button>
          }
        />
      )}
      {mayPublish && publication.state === 'final' && (
        <Alert
          type="success"
          showIcon
          className="block"
          title={t('publication.isFinal')}
          action={
            <Button
              onClick={() =>
                modal.confirm({
                  title: t('publication.archiveSure'),
                  okText: t('publication.archive'),
                  onOk: () => act(`/assessments/${publication.assessment.id}/archive`),
                })
              }
            >
              {t('publication.archive')}
            </Button>
          }
        />
      )}
    </>
  )
}
