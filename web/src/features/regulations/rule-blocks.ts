// SPDX-License-Identifier: Apache-2.0
import type { Article } from '../../api/types'

type Rule = Article['rules'][number]

// Rules that follow each other in the text are one block, as their author wrote them; at most a blank
// line lies between.
export function ruleBlocks(rules: readonly Rule[]): Rule[] {
  const blocks: Rule[] = []
  for (const rule of rules) {
    const last = blocks.at(-1)
    const end = last ? last.line + last.text.split('\n').length : 0
    const gap = rule.line - end
    if (last && gap >= 0 && gap <= 1) last.text += '\n'.repeat(gap + 1) + rule.text
    else blocks.push({ ...rule })
  }
  return blocks.map((block) => ({ ...block, text: block.text.replace(/^\n+|\s+$/g, '') }))
}
