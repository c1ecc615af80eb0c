// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Flex, Input } from 'antd'
import { useState } from 'react'
import type { TargetComment, TargetSheet } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { Loaded } from '../../components/loaded'
import { useMe } from '../../components/me'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant, today } from '../../lib/date'

// What people say about published targets, and a box to say something while they stand open.
export function SheetComments({ sheet }: { sheet: TargetSheet }) {
  const t = useText()
  const me = useMe()
  const queryClient = useQueryClient()
  const [text, setText] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const isPublished = sheet.comment_until !== null
  const isOpen = isPublished && sheet.comment_until! >= today() && !me.viewing_as
  const comments = useQuery({
    queryKey: ['target-comments', sheet.id],
    queryFn: ({ signal }) =>
      api.get<{ items: TargetComment[] }>(`/target-sheets/${sheet.id}/comments`, {}, signal),
    enabled: isPublished || sheet.comment_count > 0,
  })
  if (!isPublished && sheet.comment_count === 0) return null

  async function send() {
    setSending(true)
    setError(null)
    try {
      await api.create(`/target-sheets/${sheet.id}/comments`, { text: text.trim() })
      setText('')
      await queryClient.invalidateQueries({ queryKey: ['target-comments', sheet.id] })
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  return (
    <Card
      size="small"
      title={t('comments.title')}
      extra={
        sheet.comment_until && (
          <span className="muted">{t('comments.until', { day: sheet.comment_until })}</span>
        )
      }
    >
      <Loaded
        query={comments}
        isEmpty={(data) => data.items.length === 0}
        empty={<p className="muted">{t('comments.none')}</p>}
      >
        {(data) => (
          <ul className="plain-list">
            {data.items.map((comment) => (
              <li key={comment.id}>
                <strong>{comment.by}</strong>{' '}
                <span className="muted">{showInstant(comment.at)}</span>
                <div>{comment.text}</div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isOpen && (
        <Flex vertical gap={6}>
          <ErrorAlert error={error} />
          <Input.TextArea
            rows={2}
            maxLength={1000}
            value={text}
            aria-label={t('comments.add')}
            placeholder={t('comments.add')}
            onChange={(event) => setText(event.target.value)}
          />
          <div>
            <Button
              loading={isSending}
              disabled={text.trim() === ''}
              onClick={() => void send()}
            >
              {t('comments.send')}
            </Button>
          </div>
        </Flex>
      )}
    </Card>
  )
}
