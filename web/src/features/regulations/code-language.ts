// SPDX-License-Identifier: Apache-2.0
// Colours for CodeMirror: Markdown with fences of rules, and YAML.
import { HighlightStyle, StreamLanguage, type StringStream } from '@codemirror/language'
import { tags, type Tag } from '@lezer/highlight'
import { readToken, type TokenKind } from '../../lib/rule-language'

const tokenTable: Record<string, Tag> = {
  keyword: tags.keyword,
  function: tags.function(tags.name),
  number: tags.number,
  string: tags.string,
  comment: tags.comment,
  citation: tags.annotation,
  operator: tags.operator,
  name: tags.name,
  heading: tags.heading,
  fence: tags.processingInstruction,
  key: tags.propertyName,
  note: tags.quote,
}

export const colours = HighlightStyle.define([
  { tag: tags.keyword, color: '#8250a8', fontWeight: '600' },
  { tag: tags.function(tags.name), color: '#0b6e75' },
  { tag: tags.number, color: '#9a4a00' },
  { tag: tags.string, color: '#1a7037' },
  { tag: tags.comment, color: '#6b7280', fontStyle: 'italic' },
  { tag: tags.annotation, color: '#1d4f91' },
  { tag: tags.heading, color: '#1d4f91', fontWeight: '700' },
  { tag: tags.processingInstruction, color: '#6b7280' },
  { tag: tags.propertyName, color: '#1d4f91' },
  { tag: tags.quote, color: '#4b5563' },
])

function ruleToken(stream: StringStream): string | null {
  const { kind, end } = readToken(stream.string, stream.pos)
  stream.pos = end
  const plain: TokenKind[] = ['plain']
  return plain.includes(kind) ? null : kind
}

type Inside = 'text' | 'rule' | 'note' | 'header'

export const regulationLanguage = StreamLanguage.define<{ inside: Inside; isFirst: boolean }>({
  name: 'regulation',
  tokenTable,
  startState: () => ({ inside: 'text', isFirst: true }),
  token(stream, state) {
    if (stream.sol()) {
      if (/^---\s*$/.test(stream.string) && (state.isFirst || state.inside === 'header')) {
        state.inside = state.inside === 'header' ? 'text' : 'header'
        state.isFirst = false
        stream.skipToEnd()
        return 'fence'
      }
      state.isFirst = false
      const fence = /^\s*(```|~~~)(.*)$/.exec(stream.string)
      if (fence && state.inside !== 'header') {
        const isRule = /^\s*(规则|rule)/.test(fence[2] ?? '')
        state.inside = state.inside === 'text' ? (isRule ? 'rule' : 'note') : 'text'
        stream.skipToEnd()
        return 'fence'
      }
      if (state.inside === 'text' && /^#{1,6}\s/.test(stream.string)) {
        stream.skipToEnd()
        return 'heading'
      }
    }
    if (state.inside === 'rule') return ruleToken(stream)
    if (state.inside === 'header') return yamlToken(stream)
    stream.skipToEnd()
    return state.inside === 'note' ? 'note' : null
  },
})

function yamlToken(stream: StringStream): string | null {
  if (stream.eatSpace()) return null
  if (stream.match(/#.*/)) return 'comment'
  if (stream.match(/"(?:[^"\\]|\\.)*"?|'[^']*'?/)) {
    return stream.match(/\s*:(?=\s|$)/, false) ? 'key' : 'string'
  }
  if (stream.match(/[^\s:#,{}[\]"'][^:#,{}[\]"']*(?=:(?:\s|$))/)) return 'key'
  if (stream.match(/[-+]?\d[\d.]*%?(?=[\s,}\]]|$)/)) return 'number'
  if (stream.match(/[-:,{}[\]]+/)) return 'operator'
  if (!stream.match(/[^\s:,{}[\]#"']+/)) stream.next()
  return null
}

export const yamlLanguage = StreamLanguage.define({
  name: 'yaml',
  tokenTable,
  token: (stream) => yamlToken(stream),
})
