// SPDX-License-Identifier: Apache-2.0
// Editing the sentences of a draft. Figures are chips between the words: they can be moved and
// deleted, not retyped, and stay references to the record.
import { DeleteOutlined, PlusOutlined, UndoOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Card, Flex, Input, Switch } from 'antd'
import { useEffect, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { DocumentParagraph, DocumentPiece, WholeDocument } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { LeaveGuard } from '../../components/leave-guard'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { EditableText, isSame, type ShownPiece } from './editable-text'
import { documentQuery } from './queries'
import '../../components/work.css'
import './documents.css'

interface Added {
  key: number
  after: number
  pieces: DocumentPiece[]
}

interface Edits {
  replaced: Record<number, DocumentPiece[]>
  removed: number[]
  added: Added[]
}

const none: Edits = { replaced: {}, removed: [], added: [] }

export function EditPage() {
  const t = useText()
  const { id } = useParams()
  const document = useQuery(documentQuery(id))
  return (
    <Guard act="draft_documents">
      <Page
        title={t('editDocument.title')}
        subtitle={<span className="muted">{document.data?.title}</span>}
        back={`/documents/${id}`}
      >
        <Loaded query={document}>
          {(data) => <Editor key={data.version} document={data} />}
        </Loaded>
      </Page>
    </Guard>
  )
}

function Editor({ document }: { document: WholeDocument }) {
  const t = useText()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [edits, setEdits] = useState<Edits>(none)
  const [withCells, setWithCells] = useState(false)
  const [note, setNote] = useState('')
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [saved, setSaved] = useState<WholeDocument | null>(null)
  const count =
    Object.keys(edits.replaced).length + edits.removed.length + edits.added.length
  const hasCells = document.paragraphs.some((paragraph) => paragraph.is_cell)

  function replace(paragraph: DocumentParagraph, pieces: DocumentPiece[]) {
    setEdits((before) => {
      const replaced = { ...before.replaced }
      if (isSame(paragraph.pieces, pieces)) delete replaced[paragraph.number]
      else replaced[paragraph.number] = pieces
      return { ...before, replaced }
    })
  }

  // Once nothing is unsaved any more, the page can be left.
  useEffect(() => {
    if (!saved) return
    void navigate(`/documents/${saved.id}/compare?before=${saved.versions[1]!.number}`)
    queryClient.setQueryData(documentQuery(saved.id).queryKey, saved)
    void queryClient.invalidateQueries({ queryKey: ['documents', 'list'] })
    void queryClient.invalidateQueries({ queryKey: ['documents', 'comparison', saved.id] })
  }, [navigate, queryClient, saved])

  async function save() {
    setSending(true)
    setError(null)
    try {
      const next = await api.put<WholeDocument>(`/documents/${document.id}/paragraphs`, {
        version: document.version,
        note: note.trim() || null,
        replaced: Object.entries(edits.replaced)
          .filter(([number]) => !edits.removed.includes(parseInt(number, 10)))
          .map(([number, pieces]) => ({ number: parseInt(number, 10), pieces })),
        removed: edits.removed,
        added: edits.added
          .filter((one) => one.pieces.length > 0)
          .map((one) => ({ number: one.after, pieces: one.pieces })),
      })
      void message.success(t('common.saved'))
      setSaved(next)
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  return (
    <>
      <LeaveGuard isDirty={count > 0 && saved === null} />
      <ErrorAlert error={error} />
      <Flex gap="middle" wrap align="center" className="block">
        <span className="muted">{t('editDocument.hint')}</span>
        {hasCells && (
          <label>
            <Switch size="small" checked={withCells} onChange={setWithCells} />{' '}
            {t('editDocument.cells')}
          </label>
        )}
      </Flex>
      <Card size="small" className="block">
        {document.paragraphs
          .filter((paragraph) => withCells || !paragraph.is_cell)
          .map((paragraph) => (
            <Paragraph
              key={paragraph.number}
              paragraph={paragraph}
              edits={edits}
              onReplace={replace}
              onEdits={setEdits}
            />
          ))}
      </Card>
      <Flex gap="small" align="center" wrap className="action-bar">
        <Input
          className="grow"
          aria-label={t('editDocument.note')}
          placeholder={t('editDocument.note')}
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <span className="muted">{t('editDocument.changes', { count })}</span>
        <Button
          type="primary"
          disabled={count === 0}
          loading={isSending}
          onClick={() => void save()}
        >
          {t('common.save')}
        </Button>
      </Flex>
    </>
  )
}

interface ParagraphProps {
  paragraph: DocumentParagraph
  edits: Edits
  onReplace: (paragraph: DocumentParagraph, pieces: DocumentPiece[]) => void
  onEdits: (change: (before: Edits) => Edits) => void
}

function Paragraph({ paragraph, edits, onReplace, onEdits }: ParagraphProps) {
  const t = useText()
  const { number } = paragraph
  const isRemoved = edits.removed.includes(number)
  const isChanged = number in edits.replaced || isRemoved
  const isHeading = /^(title|heading|subtitle|table_title)/.test(paragraph.role)
  const added = edits.added.filter((one) => one.after === number)
  const toggle = () =>
    onEdits((before) => ({
      ...before,
      removed: isRemoved
        ? before.removed.filter((one) => one !== number)
        : [...before.removed, number],
    }))
  const add = () =>
    onEdits((before) => ({
      ...before,
      added: [
        ...before.added,
        { key: Math.max(0, ...before.added.map((one) => one.key)) + 1, after: number, pieces: [] },
      ],
    }))
  return (
    <>
      <div
        className={[
          'editable',
          isHeading ? 'is-heading' : '',
          isChanged ? 'is-changed' : '',
          isRemoved ? 'is-removed' : '',
        ].join(' ')}
      >
        <EditableText
          label={
            paragraph.is_cell ? paragraph.place : t('editDocument.paragraph', { number })
          }
          pieces={paragraph.pieces}
          isReadOnly={isRemoved}
          onChange={(pieces) => onReplace(paragraph, pieces)}
        />
        {!paragraph.is_cell && (
          <Flex gap={2}>
            <Button
              type="text"
              size="small"
              icon={<PlusOutlined />}
              title={t('editDocument.add')}
              aria-label={`${t('editDocument.add')} ${number}`}
              onClick={add}
            />
            <Button
              type="text"
              size="small"
              icon={isRemoved ? <UndoOutlined /> : <DeleteOutlined />}
              title={t(isRemoved ? 'editDocument.keep' : 'editDocument.removeParagraph')}
              aria-label={`${t(
                isRemoved ? 'editDocument.keep' : 'editDocument.removeParagraph',
              )} ${number}`}
              onClick={toggle}
            />
          </Flex>
        )}
      </div>
      {added.map((one) => (
        <div key={one.key} className="editable is-changed">
          <EditableText
            label={t('editDocument.added')}
            pieces={noPieces}
            onChange={(pieces) =>
              onEdits((before) => ({
                ...before,
                added: before.added.map((other) =>
                  other.key === one.key ? { ...other, pieces } : other,
                ),
              }))
            }
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('editDocument.removeParagraph')}
            onClick={() =>
              onEdits((before) => ({
                ...before,
                added: before.added.filter((other) => other.key !== one.key),
              }))
            }
          />
        </div>
      ))}
    </>
  )
}

const noPieces: ShownPiece[] = []
