// SPDX-License-Identifier: Apache-2.0
// A paragraph that is typed into, with figures as chips. The browser edits the text; what it made of
// it is read back as pieces.
import { useEffect, useRef } from 'react'
import type { DocumentParagraph, DocumentPiece } from '../../api/types'

export type ShownPiece = DocumentParagraph['pieces'][number]

// Whether an edited paragraph says what it said.
export function isSame(before: readonly ShownPiece[], after: readonly DocumentPiece[]): boolean {
  const plain = (pieces: readonly { text?: string; figure?: number | null }[]) =>
    pieces.reduce<string[]>((list, piece) => {
      if (piece.figure) return [...list, `#${piece.figure}`, '']
      return [...list.slice(0, -1), (list.at(-1) ?? '') + (piece.text ?? '')]
    }, [''])
  return JSON.stringify(plain(before)) === JSON.stringify(plain(after))
}

function chip(piece: ShownPiece): HTMLElement {
  const made = document.createElement('span')
  made.className = 'figure-chip'
  made.contentEditable = 'false'
  made.dataset.figure = String(piece.figure)
  made.title = [piece.expression, piece.source].filter(Boolean).join(' · ')
  made.textContent = piece.text
  return made
}

// What stands in the element now.
export function readPieces(from: Node): DocumentPiece[] {
  const pieces: DocumentPiece[] = []
  const addText = (text: string) => {
    const last = pieces.at(-1)
    if (!text) return
    if (last?.text !== undefined) last.text += text
    else pieces.push({ text })
  }
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) addText((node.textContent ?? '').replaceAll('\u200B', ''))
    if (!(node instanceof HTMLElement)) continue
    const figure = node.dataset.figure
    if (figure) pieces.push({ figure: parseInt(figure, 10) })
    else if (node.tagName === 'BR') addText(node.nextSibling ? '\n' : '')
    else {
      for (const piece of readPieces(node)) {
        if (piece.text) addText(piece.text)
        else pieces.push(piece)
      }
    }
  }
  return pieces
}

interface Props {
  label: string
  pieces: readonly ShownPiece[]
  isReadOnly?: boolean
  onChange: (pieces: DocumentPiece[]) => void
}

export function EditableText({ label, pieces, isReadOnly, onChange }: Props) {
  const box = useRef<HTMLDivElement>(null)
  // Written once: from then on the text is the browser's.
  useEffect(() => {
    const element = box.current
    if (!element) return
    element.replaceChildren(
      ...pieces.map((piece) => (piece.figure ? chip(piece) : document.createTextNode(piece.text))),
    )
  }, [pieces])
  const tell = () => box.current && onChange(readPieces(box.current))
  return (
    <div
      ref={box}
      role="textbox"
      aria-label={label}
      aria-multiline="true"
      aria-readonly={isReadOnly}
      className="editable-text"
      contentEditable={!isReadOnly}
      suppressContentEditableWarning
      tabIndex={0}
      onInput={tell}
      onBlur={tell}
      onKeyDown={(event) => {
        // A paragraph stays one; another is added with its button.
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.preventDefault()
      }}
      onPaste={(event) => {
        event.preventDefault()
        const text = event.clipboardData.getData('text/plain').replace(/\s*[\r\n]+\s*/g, ' ')
        document.execCommand('insertText', false, text)
      }}
    />
  )
}
