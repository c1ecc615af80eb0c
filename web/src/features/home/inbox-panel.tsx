// SPDX-License-Identifier: Apache-2.0
import { CheckCircleOutlined, ExclamationCircleFilled } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Inbox, InboxGroup, InboxItem } from '../../api/types'
import { DueText } from '../../components/due-text'
import { Panel } from '../../components/panel'
import { StateTag, type Tone } from '../../components/state-tag'
import { useText } from '../../i18n'
import { inOrder, shownFirst } from './inbox-order'

const tones: Record<InboxItem['state'], Tone> = {
  overdue: 'returned',
  due_soon: 'waiting',
  returned: 'returned',
  open: 'working',
}

// Beyond some number the server stops counting.
const countOf = (group: InboxGroup) => `${group.count}${group.is_more ? '+' : ''}`

export function InboxPanel({ inbox }: { inbox: Inbox }) {
  const t = useText()
  const [chosen, setChosen] = useState('')
  const groups = inOrder(inbox.groups)
  // A group that was worked off while it was chosen is gone.
  const current = groups.some((group) => group.code === chosen) ? chosen : ''
  const shown = groups.filter((group) => current === '' || group.code === current)
  if (inbox.total === 0) {
    return (
      <Panel>
        <div className="inbox-empty">
          <CheckCircleOutlined className="inbox-empty-icon" aria-hidden />
          <strong>{t('inbox.empty')}</strong>
          <span className="muted">{t('inbox.emptyHint')}</span>
        </div>
      </Panel>
    )
  }
  return (
    <Panel
      title={t('inbox.title')}
      extra={
        <span className="inbox-totals">
          <span>
            {t('inbox.total')} <strong className="decimal">{inbox.total}</strong>
          </span>
          <span className={inbox.overdue > 0 ? 'bad' : 'muted'}>
            {inbox.overdue > 0 && <ExclamationCircleFilled aria-hidden />} {t('inbox.overdue')}{' '}
            <strong className="decimal">{inbox.overdue}</strong>
          </span>
        </span>
      }
    >
      {groups.length > 1 && (
        <div className="inbox-choice">
          <Choice
            isChosen={current === ''}
            onChoose={() => setChosen('')}
            title={t('inbox.all')}
            count={groups.some((group) => group.is_more) ? `${inbox.total}+` : `${inbox.total}`}
          />
          {groups.map((group) => (
            <Choice
              key={group.code}
              isChosen={current === group.code}
              onChoose={() => setChosen(group.code)}
              title={group.title}
              count={countOf(group)}
              overdue={group.overdue}
            />
          ))}
        </div>
      )}
      {shown.map((group) => (
        <Group key={group.code} group={group} isAlone={current !== ''} />
      ))}
    </Panel>
  )
}

interface ChoiceProps {
  isChosen: boolean
  onChoose: () => void
  title: string
  count: string
  overdue?: number
}

function Choice({ isChosen, onChoose, title, count, overdue = 0 }: ChoiceProps) {
  const t = useText()
  return (
    <button type="button" aria-pressed={isChosen} onClick={onChoose}>
      {title} <span className="decimal">{count}</span>
      {overdue > 0 && (
        <span className="bad">
          {' '}
          {t('inbox.overdue')} {overdue}
        </span>
      )}
    </button>
  )
}

function Group({ group, isAlone }: { group: InboxGroup; isAlone: boolean }) {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  const items = isAlone || isOpen ? group.items : shownFirst(group.items)
  return (
    <section className="inbox-group" aria-label={group.title}>
      <h3>
        {group.title} <span className="count">{countOf(group)}</span>
        {group.overdue > 0 && (
          <span className="bad inbox-late">
            {t('inbox.overdue')} {group.overdue}
          </span>
        )}
      </h3>
      <ul className="inbox-list">
        {items.map((item, index) => (
          <li key={`${item.link}:${index}`} className={`inbox-item inbox-${item.state}`}>
            <Link to={item.link} className="inbox-link">
              <span className="inbox-text">
                <span>{item.title}</span>
                {item.detail && <span className="muted">{item.detail}</span>}
              </span>
              <span className="inbox-side">
                {item.state !== 'open' && (
                  <StateTag tone={tones[item.state]}>{t(`inbox.state.${item.state}`)}</StateTag>
                )}
                <DueText due={item.due} daysLeft={item.days_left} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {!isAlone && group.items.length > shownFirst(group.items).length && (
        <Button type="link" size="small" onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('inbox.fewer') : t('inbox.more', { count: group.items.length })}
        </Button>
      )}
      {(isAlone || isOpen) && group.count > group.items.length && (
        <p className="muted">
          {t('inbox.beyond', { shown: group.items.length, count: countOf(group) })}
        </p>
      )}
    </section>
  )
}
