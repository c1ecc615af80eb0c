// SPDX-License-Identifier: Apache-2.0
// Files that prove something: their names with size and digest, a preview of images and PDF, and
// adding more by button, drag or the clipboard.
import { DeleteOutlined, DownloadOutlined, EyeOutlined, PaperClipOutlined } from '@ant-design/icons'
import { App, Button, Flex, Modal, Upload } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useText } from '../i18n'
import { api, url } from '../lib/api-client'
import { showSize } from '../lib/file-size'
import { messageOf } from './error-panel'
import './work.css'

const PdfView = lazy(() => import('./pdf-view'))

export interface EvidenceFile {
  id: string
  name: string
  size: number
  media_type: string
  sha256?: string
}

export const evidenceAccept = '.pdf,.png,.jpg,.jpeg,.gif,.webp,.docx,.xlsx,.txt,.csv'
export const evidenceBytesMax = 20 * 1024 * 1024

const isImage = (file: EvidenceFile) => file.media_type.startsWith('image/')
const isPdf = (file: EvidenceFile) => file.media_type === 'application/pdf'

export const contentUrl = (file: EvidenceFile) => url(`/evidence/${file.id}/content`)

interface Props {
  files: readonly EvidenceFile[]
  // Without it the list is only read.
  onChange?: (files: EvidenceFile[]) => void
  isCompact?: boolean
}

export function EvidenceList({ files, onChange, isCompact }: Props) {
  const t = useText()
  const [shown, setShown] = useState<EvidenceFile | null>(null)
  return (
    <>
      {files.length === 0 && !onChange && <span className="muted">{t('evidence.none')}</span>}
      <ul className="evidence-list">
        {files.map((file) => (
          <li key={file.id}>
            <Button
              type="link"
              size="small"
              className="cell-link"
              icon={isImage(file) || isPdf(file) ? <EyeOutlined /> : <PaperClipOutlined />}
              onClick={() => setShown(file)}
            >
              {file.name}
            </Button>{' '}
            {!isCompact && <span className="muted">{showSize(file.size)}</span>}
            {onChange && (
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={t('evidence.remove', { name: file.name })}
                onClick={() => onChange(files.filter((other) => other.id !== file.id))}
              />
            )}
          </li>
        ))}
      </ul>
      {onChange && <EvidenceUpload files={files} onChange={onChange} />}
      {shown && <EvidencePreview file={shown} onClose={() => setShown(null)} />}
    </>
  )
}

interface UploadProps {
  files: readonly EvidenceFile[]
  onChange: (files: EvidenceFile[]) => void
}

function EvidenceUpload({ files, onChange }: UploadProps) {
  const t = useText()
  const { message } = App.useApp()
  const [sending, setSending] = useState(0)

  async function send(chosen: readonly File[]) {
    setSending((count) => count + chosen.length)
    const added: EvidenceFile[] = []
    for (const file of chosen) {
      if (file.size > evidenceBytesMax) {
        void message.error(t('evidence.tooLarge', { name: file.name }))
      } else {
        try {
          const form = new FormData()
          form.append('file', file, file.name)
          added.push(await api.upload<EvidenceFile>('/evidence', form))
        } catch (error) {
          void message.error(`${file.name}: ${messageOf(error, t)}`)
        }
      }
      setSending((count) => count - 1)
    }
    const isNew = (file: EvidenceFile) => !files.some((other) => other.id === file.id)
    if (added.length > 0) onChange([...files, ...added.filter(isNew)])
  }

  return (
    <Upload
      accept={evidenceAccept}
      multiple
      showUploadList={false}
      disabled={sending > 0}
      beforeUpload={(file, chosen) => {
        // Once for all that were chosen together.
        if (file === chosen[0]) void send(chosen)
        return false
      }}
    >
      <Button size="small" icon={<PaperClipOutlined />} loading={sending > 0}>
        {t('evidence.add')}
      </Button>{' '}
      <span className="muted evidence-hint">{t('evidence.limits')}</span>
    </Upload>
  )
}

export function EvidencePreview({ file, onClose }: { file: EvidenceFile; onClose: () => void }) {
  const t = useText()
  return (
    <Modal open width={900} title={file.name} footer={null} onCancel={onClose} className="preview">
      <Flex gap="small" align="center" wrap className="block">
        <Button icon={<DownloadOutlined />} href={contentUrl(file)} download={file.name}>
          {t('evidence.download')}
        </Button>
        <span className="muted">{showSize(file.size)}</span>
        {file.sha256 && (
          <span className="muted break">
            SHA-256 <code title={file.sha256}>{file.sha256}</code>
          </span>
        )}
      </Flex>
      {isImage(file) && <img className="preview-image" src={contentUrl(file)} alt={file.name} />}
      {isPdf(file) && (
        <Suspense fallback={<p className="muted">{t('common.loading')}</p>}>
          <PdfView address={contentUrl(file)} label={file.name} />
        </Suspense>
      )}
      {!isImage(file) && !isPdf(file) && <p>{t('evidence.noPreview')}</p>}
    </Modal>
  )
}
