// SPDX-License-Identifier: Apache-2.0
// Pages of a PDF, drawn here. The worker, the character maps and the fonts come from our own server;
// the library is loaded when a PDF is opened.
import { MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Spin } from 'antd'
import {
  GlobalWorkerOptions,
  getDocument,
  version,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs'
import PdfWorker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../i18n'

const assets = `/assets/pdf-${version}`
const zooms = [50, 75, 100, 125, 150, 200]

export default function PdfView({ address, label }: { address: string; label: string }) {
  const t = useText()
  const [document, setDocument] = useState<PDFDocumentProxy | null>(null)
  const [isBroken, setBroken] = useState(false)
  const [page, setPage] = useState(1)
  const [zoom, setZoom] = useState(100)

  useEffect(() => {
    let isGone = false
    GlobalWorkerOptions.workerPort ??= new PdfWorker()
    const task = getDocument({
      url: address,
      withCredentials: true,
      cMapUrl: `${assets}/cmaps/`,
      standardFontDataUrl: `${assets}/fonts/`,
      // WebAssembly would need a wider content security policy.
      wasmUrl: `${assets}/wasm/`,
      useWasm: false,
      enableXfa: false,
    })
    task.promise.then(
      (loaded) => {
        if (!isGone) setDocument(loaded)
      },
      () => {
        if (!isGone) setBroken(true)
      },
    )
    return () => {
      isGone = true
      void task.destroy()
    }
  }, [address])

  if (isBroken) return <p className="bad">{t('evidence.unreadable')}</p>
  if (!document) return <Spin aria-label={t('common.loading')} />
  const step = (by: number) => zooms[zooms.indexOf(zoom) + by]
  return (
    <>
      <Flex gap="small" align="center" wrap className="block">
        <Button size="small" disabled={page <= 1} onClick={() => setPage(page - 1)}>
          {t('evidence.previousPage')}
        </Button>
        <span>{t('evidence.page', { page, count: document.numPages })}</span>
        <Button size="small" disabled={page >= document.numPages} onClick={() => setPage(page + 1)}>
          {t('evidence.nextPage')}
        </Button>
        <Button
          size="small"
          icon={<MinusOutlined />}
          aria-label={t('evidence.smaller')}
          disabled={step(-1) === undefined}
          onClick={() => setZoom(step(-1)!)}
        />
        <span className="decimal">{zoom}%</span>
        <Button
          size="small"
          icon={<PlusOutlined />}
          aria-label={t('evidence.larger')}
          disabled={step(1) === undefined}
          onClick={() => setZoom(step(1)!)}
        />
      </Flex>
      <PdfPage document={document} page={page} zoom={zoom} label={label} />
    </>
  )
}

interface PageProps {
  document: PDFDocumentProxy
  page: number
  zoom: number
  label: string
}

function PdfPage({ document, page, zoom, label }: PageProps) {
  const host = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const t = useText()
  useEffect(() => {
    let isGone = false
    let stop: (() => void) | undefined
    void document.getPage(page).then((found) => {
      const target = canvas.current
      if (isGone || !target || !host.current) return
      const natural = found.getViewport({ scale: 1 })
      // 100 % fills the width.
      const scale = ((host.current.clientWidth / natural.width) * zoom) / 100
      const density = window.devicePixelRatio || 1
      const viewport = found.getViewport({ scale: scale * density })
      target.width = Math.floor(viewport.width)
      target.height = Math.floor(viewport.height)
      target.style.width = `${Math.floor(viewport.width / density)}px`
      const task = found.render({ canvas: target, viewport })
      stop = () => task.cancel()
      // Cancelled when another page is asked for meanwhile.
      task.promise.catch(() => undefined)
    })
    return () => {
      isGone = true
      stop?.()
    }
  }, [document, page, zoom])
  return (
    <div ref={host} className="pdf-page">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${label} ${t('evidence.page', { page, count: document.numPages })}`}
      />
    </div>
  )
}
