// SPDX-License-Identifier: Apache-2.0
// Two reports side by side, passage by passage; what is not marked was changed.
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link, useNavigate, useParams } from 'react-router'
import type {
  PassageStretch,
  ReportComparisonMember,
  ReportPairText,
  WholeReportComparison,
} from '../../api/types'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { memberName } from './comparison-page'
import { pairQuery } from './queries'
import '../../components/work.css'
import './reports.css'

export function PairPage() {
  const t = useText()
  const { id = '', pair = '' } = useParams()
  const navigate = useNavigate()
  const found = useQuery(pairQuery(id, pair))
  const comparison = useQuery({
    queryKey: ['report-comparisons', 'one', id],
    queryFn: ({ signal }) =>
      api.get<WholeReportComparison>(`/report-comparisons/${id}`, {}, signal),
  })
  const count = comparison.data?.pairs.length
  const number = parseInt(pair, 10)
  const go = (to: number) => void navigate(`/report-comparisons/${id}/pairs/${to}`)
  return (
    <Guard act="compare_reports">
      <Page
        title={t('compare.pairTitle')}
        back={`/report-comparisons/${id}?view=pairs`}
        extra={
          <>
            <Button disabled={number === 0} onClick={() => go(number - 1)}>
              {t('compare.previous')}
            </Button>
            <Button
              disabled={found.isError || (count !== undefined && number + 1 >= count)}
              onClick={() => go(number + 1)}
            >
              {t('compare.next')}
            </Button>
          </>
        }
      >
        <Loaded query={found}>{(data) => <View pair={data} />}</Loaded>
      </Page>
    </Guard>
  )
}

function View({ pair: { pair, a, b, passages } }: { pair: ReportPairText }) {
  const t = useText()
  return (
    <>
      <div className="pair-columns">
        <Side member={a} percent={pair.percent_a} letters={pair.letters_a} label={t('compare.first')} />
        <Side
          member={b}
          percent={pair.percent_b}
          letters={pair.letters_b}
          label={t('compare.second')}
        />
      </div>
      <p className="muted">{t('compare.pairIntro')}</p>
      {passages.map((passage, index) => (
        <section
          key={index}
          className="framed passage"
          aria-label={t('compare.passageOne', {
            number: index + 1,
            percent: passage.likeness_percent,
          })}
        >
          <h2 className="passage-head">
            {t('compare.passageOne', { number: index + 1, percent: passage.likeness_percent })}
          </h2>
          <div className="pair-columns">
            <Words label={t('compare.first')} text={passage.a} />
            <Words label={t('compare.second')} text={passage.b} />
          </div>
        </section>
      ))}
    </>
  )
}

interface SideProps {
  member: ReportComparisonMember
  percent: number
  letters: number
  label: string
}

function Side({ member, percent, letters, label }: SideProps) {
  const t = useText()
  return (
    <div className="framed pair-side">
      <strong>
        {label} · {memberName(member)}
      </strong>
      <div>
        {t('compare.percentIn', { percent, letters })} ·{' '}
        <Link to={`/reports/${member.report_id}`}>{t('compare.openReport')}</Link>
      </div>
    </div>
  )
}

function Words({ label, text }: { label: string; text: readonly PassageStretch[] }) {
  return (
    <p className="passage-text">
      <span className="passage-label">{label}</span>
      {text.map((part, index) =>
        part.is_shared ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
      )}
    </p>
  )
}
