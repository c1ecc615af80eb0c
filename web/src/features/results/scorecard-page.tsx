// SPDX-License-Identifier: Apache-2.0
// The scorecard (成绩单) of one assessee, on one A4 page: where it stands, what each indicator gave and
// what it cost, and why.
import { FileTextOutlined, PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Tag } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { Scorecard, ScorecardFigure } from '../../api/types'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { WhyDrawer, type Asked } from '../../components/why-drawer'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { groupDigits, signOf } from '../../lib/decimal'
import { publicationsOfQuery } from './queries'
import { RankChange } from './rank-change'
import '../../components/work.css'

export function ScorecardPage() {
  const t = useText()
  const { id, assessee } = useParams()
  const navigate = useNavigate()
  const mayDraft = useMayWrite('draft_documents')
  const card = useQuery({
    queryKey: ['computations', id, 'scorecard', assessee],
    queryFn: ({ signal }) =>
      api.get<Scorecard>(`/computations/${id}/scorecard`, { assessee_id: assessee }, signal),
  })
  return (
    <Guard act="view_results">
      <Page
        title={t('scorecard.title')}
        subtitle={<span className="muted">{card.data?.assessee.name}</span>}
        back={`/computations/${id}`}
        extra={
          <>
            {mayDraft && card.data && (
              <Button
                icon={<FileTextOutlined />}
                onClick={() =>
                  void navigate(
                    `/documents/new?assessment=${card.data.computation.assessment.id}` +
                      `&computation=${id}&assessee=${assessee}&template=scorecard`,
                  )
                }
              >
                {t('documents.makeScorecard')}
              </Button>
            )}
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {t('scorecard.print')}
            </Button>
          </>
        }
      >
        <Loaded query={card}>{(data) => <Card card={data} />}</Loaded>
      </Page>
    </Guard>
  )
}

// The notice in which the figures stand open to objection now.
function useOpenNotice(card: Scorecard): string | null {
  const mayObject = useMayWrite('raise_objections')
  const publications = useQuery({
    ...publicationsOfQuery(card.computation.assessment.id),
    enabled: mayObject && card.computation.is_published,
  })
  const open = publications.data?.items.find(
    (item) => item.computation_id === card.computation.id && item.state === 'notice',
  )
  return mayObject && open ? open.id : null
}

function Card({ card }: { card: Scorecard }) {
  const t = useText()
  const navigate = useNavigate()
  const [asked, setAsked] = useState<(Asked & { column: string }) | null>(null)
  const notice = useOpenNotice(card)
  const { computation, assessee } = card
  const ask = (figure: ScorecardFigure) =>
    setAsked({
      path: `/computations/${computation.id}/explanation`,
      query: { assessee_id: assessee.id, column: figure.column_key },
      name: assessee.name,
      title: figure.label,
      column: figure.column_key,
    })
  const objectTo = (column: string) =>
    void navigate(
      `/objections?publication=${notice}&assessee=${assessee.id}` +
        `&column=${encodeURIComponent(column)}`,
    )
  const others = card.standings.filter((figure) => figure.role !== 'total')
  return (
    <article className="scorecard">
      <header>
        <h2>{t('scorecard.heading', { name: assessee.name })}</h2>
        <p className="muted">
          {computation.assessment.title} · {computation.label} ·{' '}
          {showInstant(computation.finished_at ?? computation.created_at)}
          {card.parent && ` · ${card.parent}`}
        </p>
      </header>
      <dl className="figures standing">
        <Standing
          title={t('scorecard.score')}
          text={card.score}
          onAsk={() => {
            const total = card.standings.find((figure) => figure.role === 'total')
            if (total) ask(total)
          }}
        />
        <Standing
          title={t('scorecard.rank', { group: card.group.name, count: card.group.count })}
          text={card.rank}
          onAsk={() => {
            const rank = card.standings.find((figure) => figure.role === 'ranking')
            if (rank) ask(rank)
          }}
        />
        <Standing
          title={t('scorecard.grade')}
          text={card.grade}
          onAsk={() => {
            const grade = card.standings.find((figure) => figure.role === 'grade')
            if (grade) ask(grade)
          }}
        />
        {card.last_year && (
          <div>
            <dt>{t('scorecard.lastYear')}</dt>
            <dd className="small">
              {[card.last_year.score, card.last_year.rank, card.last_year.grade]
                .filter(Boolean)
                .join(' · ')}{' '}
              <RankChange change={card.rank_change} />
            </dd>
          </div>
        )}
      </dl>
      <FigureTable
        title={t('scorecard.indicators')}
        figures={card.indicators}
        card={card}
        onAsk={ask}
      />
      {card.adjustments.length > 0 && (
        <FigureTable
          title={t('scorecard.adjustments')}
          figures={card.adjustments}
          card={card}
          onAsk={ask}
        />
      )}
      {others.length > 3 && (
        <FigureTable
          title={t('scorecard.others')}
          valueTitle={t('scorecard.amount')}
          figures={others}
          card={card}
          onAsk={ask}
        />
      )}
      {card.payouts.length > 0 && (
        <FigureTable
          title={t('scorecard.payouts')}
          valueTitle={t('scorecard.amount')}
          figures={card.payouts}
          card={card}
          onAsk={ask}
        />
      )}
      {card.calibrations.length > 0 && (
        <section>
          <h3>{t('calibration.title')}</h3>
          <ul className="plain-list">
            {card.calibrations.map((item) => (
              <li key={item.id}>
                {item.figure_title}: <del>{item.before}</del> → <ins>{item.after}</ins> ·{' '}
                {item.reason} <span className="muted">{item.made_by}</span>
                {item.withdrawn_at && <Tag>{t('calibration.withdrawn')}</Tag>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {notice && <p className="muted no-print">{t('scorecard.objectHint')}</p>}
      <footer className="muted small">
        {t('scorecard.foot', {
          hash: computation.result_hash?.slice(0, 16) ?? '—',
          id: computation.id,
        })}
      </footer>
      {asked && (
        <WhyDrawer
          asked={asked}
          onClose={() => setAsked(null)}
          action={() =>
            notice && (
              <p>
                <Button onClick={() => objectTo(asked.column)}>{t('objections.raiseThis')}</Button>
              </p>
            )
          }
        />
      )}
    </article>
  )
}

interface StandingProps {
  title: string
  text: string | null
  onAsk: () => void
}

function Standing({ title, text, onAsk }: StandingProps) {
  const t = useText()
  if (text === null) return null
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <Button
          type="link"
          className="cell-link standing-value"
          title={t('why.ask')}
          aria-label={`${title} ${text} ${t('why.ask')}`}
          onClick={onAsk}
        >
          {text}
        </Button>
      </dd>
    </div>
  )
}

interface TableProps {
  title: string
  valueTitle?: string
  figures: readonly ScorecardFigure[]
  card: Scorecard
  onAsk: (figure: ScorecardFigure) => void
}

function FigureTable({ title, valueTitle, figures, card, onAsk }: TableProps) {
  const t = useText()
  const hasPoints = figures.some((figure) => figure.points !== null)
  const hasAverage = figures.some((figure) => figure.group_average !== null)
  return (
    <section>
      <h3>{title}</h3>
      <table className="scorecard-table">
        <thead>
          <tr>
            <th>{t('scorecard.figure')}</th>
            {hasPoints && <th className="decimal">{t('scorecard.points')}</th>}
            <th className="decimal">{valueTitle ?? t('scorecard.value')}</th>
            {hasPoints && <th className="decimal">{t('scorecard.lost')}</th>}
            {hasAverage && <th className="decimal wide-only">{t('scorecard.average')}</th>}
            {hasAverage && <th className="decimal wide-only">{t('scorecard.best')}</th>}
            <th className="wide-only">{t('tree.basis')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => {
            const objection = card.objections.find((one) => one.column_key === figure.column_key)
            const isLost = figure.lost !== null && signOf(figure.lost) > 0
            return (
              <tr key={`${figure.figure} ${figure.column_key}`}>
                <th scope="row" style={{ paddingLeft: 8 + figure.depth * 16 }}>
                  {figure.label}
                  {objection && (
                    <Link to={`/objections/${objection.id}`} className="no-print">
                      {' '}
                      <Tag color="gold">{t(`objections.state.${objection.state}`)}</Tag>
                    </Link>
                  )}
                </th>
                {hasPoints && <td className="decimal">{figure.points ?? ''}</td>}
                <td className="decimal">
                  <Button
                    type="link"
                    size="small"
                    className={`cell-link decimal ${figure.value.state === 'valid' ? '' : 'not-valid'}`}
                    title={t('why.ask')}
                    aria-label={`${figure.label} ${figure.value.text} ${t('why.ask')}`}
                    onClick={() => onAsk(figure)}
                  >
                    {groupDigits(figure.value.text)}
                  </Button>
                </td>
                {hasPoints && (
                  <td className={`decimal ${isLost ? 'fall' : 'muted'}`}>
                    {isLost ? `−${figure.lost}` : figure.lost === null ? '' : '0'}
                  </td>
                )}
                {hasAverage && <td className="decimal wide-only">{figure.group_average ?? ''}</td>}
                {hasAverage && <td className="decimal wide-only">{figure.best ?? ''}</td>}
                <td className="wide-only muted">{figure.article}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
