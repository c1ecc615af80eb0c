// SPDX-License-Identifier: Apache-2.0
import { tokensOf } from '../../lib/rule-language'

// A rule in colours, with the line it stands on in its file.
export function RuleText({ text, line }: { text: string; line: number }) {
  return (
    <pre className="rule" data-line={line}>
      {text.split('\n').map((row, index) => (
        <div key={index} className="rule-line">
          {tokensOf(row).map((token, i) => (
            <span key={i} className={`tok-${token.kind}`}>
              {token.text}
            </span>
          ))}
        </div>
      ))}
    </pre>
  )
}
