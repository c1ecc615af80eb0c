// SPDX-License-Identifier: Apache-2.0
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { useEffect, useRef, type Ref, useImperativeHandle } from 'react'
import type { IssueRow } from '../../api/types'
import { styleNonce } from '../../lib/style-nonce'
import { colours, regulationLanguage, yamlLanguage } from './code-language'

export interface EditorHandle {
  jump: (line: number, column: number) => void
}

interface Props {
  ref?: Ref<EditorHandle>
  path: string
  text: string
  isReadOnly?: boolean
  issues: IssueRow[]
  label: string
  // What the search panel says, by its English words.
  phrases: Record<string, string>
  onChange: (text: string) => void
  onSave: () => void
}

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '14px', backgroundColor: '#fff' },
  '.cm-scroller': {
    fontFamily: "'Sarasa Mono SC', 'Noto Sans Mono CJK SC', Consolas, Menlo, monospace",
    lineHeight: '1.6',
  },
  '&.cm-focused': { outline: '2px solid #1d4f9140' },
})

function languageOf(path: string): Extension {
  if (path.endsWith('.md')) return regulationLanguage
  if (/\.ya?ml$/.test(path)) return yamlLanguage
  return []
}

// Line and column of the server count from 1, the column in characters.
function toDiagnostics(state: EditorState, issues: IssueRow[]): Diagnostic[] {
  return issues.map((issue) => {
    const line = state.doc.line(Math.min(Math.max(issue.line, 1), state.doc.lines))
    const letters = Array.from(line.text)
    const start = Math.min(Math.max(issue.column - 1, 0), letters.length)
    const from = line.from + letters.slice(0, start).join('').length
    const marked = letters.slice(start, start + Math.max(issue.length, 1)).join('').length
    return {
      from,
      to: Math.min(from + marked, line.to),
      severity: issue.severity,
      source: issue.code,
      message: issue.hint ? `${issue.message}\n${issue.hint}` : issue.message,
    }
  })
}

// One editor for all files of a version; each file keeps its own undo history and place.
export function CodeEditor(props: Props) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const states = useRef(new Map<string, EditorState>())
  const latest = useRef(props)
  latest.current = props
  const shownPath = useRef('')

  useImperativeHandle(props.ref, () => ({
    jump(line, column) {
      const editor = view.current
      if (!editor) return
      const at = editor.state.doc.line(Math.min(Math.max(line, 1), editor.state.doc.lines))
      const anchor = Math.min(at.from + Math.max(column - 1, 0), at.to)
      editor.dispatch({
        selection: { anchor },
        effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
      })
      editor.focus()
    },
  }))

  function makeState(path: string, text: string): EditorState {
    const nonce = styleNonce()
    return EditorState.create({
      doc: text,
      extensions: [
        EditorState.phrases.of(latest.current.phrases),
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        bracketMatching(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        search({ top: true }),
        EditorView.lineWrapping,
        EditorState.readOnly.of(latest.current.isReadOnly ?? false),
        EditorView.contentAttributes.of({ 'aria-label': latest.current.label }),
        syntaxHighlighting(colours),
        languageOf(path),
        look,
        nonce ? EditorView.cspNonce.of(nonce) : [],
        keymap.of([
          {
            key: 'Mod-s',
            preventDefault: true,
            run: () => {
              latest.current.onSave()
              return true
            },
          },
          ...defaultKeymap,
          ...historyKeymap,
          ...searchKeymap,
          ...lintKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) latest.current.onChange(update.state.doc.toString())
        }),
      ],
    })
  }

  useEffect(() => {
    const editor = new EditorView({ parent: host.current! })
    view.current = editor
    return () => {
      editor.destroy()
      view.current = null
      shownPath.current = ''
    }
  }, [])

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    if (shownPath.current !== props.path) {
      if (shownPath.current) states.current.set(shownPath.current, editor.state)
      const kept = states.current.get(props.path)
      const isCurrent = kept?.doc.toString() === props.text
      editor.setState(isCurrent ? kept! : makeState(props.path, props.text))
      shownPath.current = props.path
    } else if (editor.state.doc.toString() !== props.text) {
      // Changed from outside: undone, or merged with what somebody else saved.
      editor.dispatch({
        changes: { from: 0, to: editor.state.doc.length, insert: props.text },
      })
    }
    editor.dispatch(setDiagnostics(editor.state, toDiagnostics(editor.state, props.issues)))
  }, [props.path, props.text, props.issues])

  return <div className="code-editor" ref={host} />
}
