// SPDX-License-Identifier: Apache-2.0
// The responsibility letter (责任书) as a document that one would print, and the two signatures in order.
import { PrinterOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Letter } from '../../api/types'
import { DecimalText } from '../../components/decimal-text'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMe } from '../../components/me'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import './letter.css'
import { letterQuery, useRefreshSheets } from './queries'

export function LetterPage() {
  const t = useText()
  const me = useMe()
  const { id = '' } = useParams()
  const letter = useQuery(letterQuery(id))
  const [isSigning, setSigning] = useState(false)
  const maySign = !me.viewing_as && letter.data?.may_sign
  return (
    <Guard act="view_assessments">
      <Page
        title={t('targets.letter')}
        back={`/target-sheets/${id}`}
        extra={
          letter.data && (
            <>
              <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
                {t('letter.print')}
              </Button>
              {maySign && (
                <Button type="primary" onClick={() => setSigning(true)}>
                  {t(`letter.signAs.${maySign}`)}
                </Button>
              )}
            </>
          )
        }
      >
        <Loaded query={letter}>{(data) => <LetterView letter={data} />}</Loaded>
        {isSigning && letter.data && (
          <Sign letter={letter.data} onClose={() => setSigning(false)} />
        )}
      </Page>
    </Guard>
  )
}

function LetterView({ letter }: { letter: Letter }) {
  const t = useText()
  const isSigned = letter.parties.every((party) => party.signed_at !== null)
  return (
    <>
      {letter.is_void ? (
        <Alert type="error" showIcon className="block no-print" title={t('letter.void')} />
      ) : (
        <Alert
          type={isSigned ? 'success' : 'info'}
          showIcon
          className="block no-print"
          title={t(isSigned ? 'letter.inForce' : 'letter.order')}
        />
      )}
      <article className={`letter framed ${letter.is_void ? 'letter-void' : ''}`}>
        <h2>{letter.title}</h2>
        {letter.is_void && <div className="letter-stamp">{t('letter.voidStamp')}</div>}
        {letter.paragraphs.map((text, index) => (
          <p key={index}>{text}</p>
        ))}
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th>{t('letter.number')}</th>
                <th>{t('targets.item')}</th>
                <th className="number">{t('targets.value')}</th>
                <th>{t('targets.unit')}</th>
                <th className="number">{t('letter.points')}</th>
                <th>{t('targets.deadline')}</th>
                <th>{t('targets.owner')}</th>
                <th>{t('letter.article')}</th>
              </tr>
            </thead>
            <tbody>
              {letter.items.map((item, index) => (
                <tr key={index}>
                  <td>{index + 1}</td>
                  <td>
                    {item.label} {item.period_title}
                  </td>
                  <td className="number">
                    <DecimalText value={item.value} />
                  </td>
                  <td>{item.unit}</td>
                  <td className="number">{item.points ?? ''}</td>
                  <td className="decimal">{item.deadline ?? ''}</td>
                  <td>{item.owner}</td>
                  <td>{item.article}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="letter-parties">
          {letter.parties.map((party) => (
            <section key={party.party}>
              <div>{t(`letter.party.${party.party}`)}</div>
              <strong>{party.title}</strong>
              <div className="letter-line">
                {t('letter.signature')}{' '}
                {party.name ? (
                  <span className="letter-name">{party.name}</span>
                ) : (
                  <span className="muted">{t('letter.unsigned')}</span>
                )}
              </div>
              <div>
                {t('letter.signedAt')} {party.signed_at ? showInstant(party.signed_at) : ''}
              </div>
            </section>
          ))}
        </div>
        <footer className="muted">
          {t('letter.digest', { revision: letter.revision })} <code>{letter.digest}</code>
        </footer>
      </article>
      {letter.history.length > 0 && (
        <Card size="small" className="no-print" title={t('letter.history')}>
          <ul className="plain-list">
            {letter.history.map((one) => (
              <li key={one.sheet_id}>
                <Link to={`/target-sheets/${one.sheet_id}/letter`}>
                  {t('targets.revision', { revision: one.revision })}
                </Link>{' '}
                {one.is_void && <span className="bad">{t('letter.voidStamp')}</span>}{' '}
                <span className="muted">
                  {one.parties
                    .filter((party) => party.name)
                    .map((party) => `${party.name} ${showInstant(party.signed_at)}`)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}

function Sign({ letter, onClose }: { letter: Letter; onClose: () => void }) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const refresh = useRefreshSheets()
  const [isRead, setRead] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const party = letter.parties.find((one) => one.party === letter.may_sign)

  async function sign() {
    setSending(true)
    setError(null)
    try {
      const next = await api.create<Letter>(
        `/target-sheets/${letter.sheet_id}/letter/sign`,
        { digest: letter.digest, version: letter.version },
      )
      queryClient.setQueryData(['letter', letter.sheet_id], next)
      await queryClient.invalidateQueries({ queryKey: ['target-sheet', letter.sheet_id] })
      await refresh()
      void message.success(t('letter.signed'))
      onClose()
    } catch (problem) {
      setError(problem)
      // What is to be signed may have changed: it is shown anew.
      await queryClient.invalidateQueries({ queryKey: ['letter', letter.sheet_id] })
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      title={t('letter.sign')}
      okText={t('letter.signOk')}
      okButtonProps={{ disabled: !isRead }}
      confirmLoading={isSending}
      onOk={() => void sign()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <p>{t('letter.signFor', { title: party?.title ?? '', count: letter.items.length })}</p>
      <p className="muted">{t('letter.signHint')}</p>
      <p className="break">
        <code>{letter.digest}</code>
      </p>
      <Checkbox checked={isRead} onChange={(event) => setRead(event.target.checked)}>
        {t('letter.read')}
      </Checkbox>
    </Modal>
  )
}
