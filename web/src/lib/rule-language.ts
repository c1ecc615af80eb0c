// SPDX-License-Identifier: Apache-2.0
// Words of the rule language, for colouring only; what a text means the server says.

export type TokenKind =
  | 'keyword'
  | 'function'
  | 'number'
  | 'string'
  | 'comment'
  | 'citation'
  | 'operator'
  | 'name'
  | 'plain'

const keywords = new Set(
  (
    '对象 明细 属于 针对 全体 属性 数据 引用 含 列 上级列 整数 小数 小数2 百分比 金额 是否 日期 文字 选项 ' +
    '每日 每周 每月 每季 每半年 每年 缺失 待定 零 免 范围 来源 单位 考核期 参数 自 指标 权重 满分 计分 加分 扣分 项 ' +
    '不超过 不低于 定义 总分 系数 奖金 排名 等次 其余 校验 舍入 四舍五入 四舍六入 舍去 进一 责任 否决 效果 清零 ' +
    '不高于 降 例外 条件 改为 若 则 否则 且 或 非 是 否 不适用 ' +
    'kind in records on attribute data import with column missing pending zero exempt range source ' +
    'unit periods parameter from indicator weight points score bonus deduction item cap floor define ' +
    'total coefficient payout ranking grade otherwise check round owner veto effect exception if then ' +
    'else and or not true false not_applicable'
  ).split(' '),
)

const token =
  /(#.*$)|(@[^\s，,]+)|("[^"]*"?|“[^”]*”?|「[^」]*」?)|(\d[\d.]*(?:%|个百分点|万|分|位|月|季)?)|([\p{Script=Han}A-Za-z_][\p{Script=Han}\w]*)|([-+×÷*/=≠<>≤≥!:：,，()（）[\].]+)|(\s+|.)/uy

// Returns the next token of a line.
export function readToken(line: string, at: number): { kind: TokenKind; end: number } {
  token.lastIndex = at
  const match = token.exec(line)
  if (!match) return { kind: 'plain', end: line.length }
  const end = token.lastIndex
  if (match[1] !== undefined) return { kind: 'comment', end }
  if (match[2] !== undefined) return { kind: 'citation', end }
  if (match[3] !== undefined) return { kind: 'string', end }
  if (match[4] !== undefined) return { kind: 'number', end }
  if (match[5] !== undefined) {
    if (keywords.has(match[5])) return { kind: 'keyword', end }
    return { kind: /^\s*[（(]/.test(line.slice(end)) ? 'function' : 'name', end }
  }
  return { kind: match[6] !== undefined ? 'operator' : 'plain', end }
}

export function tokensOf(line: string): { kind: TokenKind; text: string }[] {
  const tokens: { kind: TokenKind; text: string }[] = []
  for (let at = 0; at < line.length; ) {
    const { kind, end } = readToken(line, at)
    tokens.push({ kind, text: line.slice(at, end) })
    at = end
  }
  return tokens
}
